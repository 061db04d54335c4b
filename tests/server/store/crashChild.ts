// Run by crash.test.ts and killed while it writes: appends one incident after another from several callers and prints
// an id only after the store acknowledged it.
import { openDuckDbStore } from '../../../server/store/duckdb/duckDbStore.ts'
import { incident } from './world.ts'

const [folder, round] = process.argv.slice(2)
const store = await openDuckDbStore({ folder, memoryLimit: '200MB' })
process.stdout.write('open\n')
async function write(caller: number): Promise<never> {
  for (let n = 0; ; n++) {
    const id = `${round}-${caller}-${n}`
    await store.appendIncidents([incident(id)])
    process.stdout.write(`${id}\n`)
  }
}
await Promise.all([0, 1, 2, 3, 4, 5, 6, 7].map(write))
