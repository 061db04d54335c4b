// The city's settings by sequence: the newest at hand, earlier ones read when a pin asks for them. What is being written is
// added before its commit and counts once the head has reached it, so that nobody sees a head without its settings.
import type { City } from '#data/model/city.ts'
import { citySchema } from '#data/model/city.ts'
import { type Database, rowsOf } from './database.ts'
import type { Writer } from './writer.ts'

export interface CityHistory {
  /** null: there are none yet. */
  newest(): SettingsRow | null
  /** As they were at a sequence, the same object while they are kept; null: there were none yet. */
  at(seq: number): Promise<City | null>
  /** Runs a commit that writes `city` under the number it gets. */
  writing<T>(city: City, commit: (add: (seq: number) => void) => Promise<T>): Promise<T>
}

export interface SettingsRow {
  readonly seq: number
  readonly city: City
}

/** Pins looked at at the same time are of a few settings; a city with its organisations may take a megabyte. */
const KEPT = 8

export async function openCityHistory(
  { read }: Pick<Database, 'read'>,
  writer: Pick<Writer, 'head'>,
): Promise<CityHistory> {
  const seqs = (await read((connection) => rowsOf(connection, 'SELECT seq FROM city ORDER BY seq'))).map(
    ({ seq }) => Number(seq),
  )
  const kept = new Map<number, Promise<City>>()
  const last = seqs.at(-1)
  let newest: SettingsRow | null = last === undefined ? null : { seq: last, city: await readAt(last) }
  let added: SettingsRow | null = null

  async function readAt(seq: number): Promise<City> {
    const [row] = await read((connection) =>
      rowsOf(connection, `SELECT body::VARCHAR AS body FROM city WHERE seq = ${seq}`),
    )
    return citySchema.parse(JSON.parse(String(row.body)))
  }

  function keep(seq: number, city: Promise<City>): Promise<City> {
    kept.delete(seq)
    kept.set(seq, city)
    if (kept.size > KEPT) kept.delete(kept.keys().next().value as number)
    city.catch(() => kept.delete(seq))
    return city
  }

  function settle(): SettingsRow | null {
    if (added === null || added.seq > writer.head().seq) return newest
    if (newest) keep(newest.seq, Promise.resolve(newest.city))
    newest = added
    added = null
    seqs.push(newest.seq)
    return newest
  }

  return {
    newest: settle,
    async at(seq) {
      const row = settle()
      if (row && row.seq <= seq) return row.city
      const then = seqs.findLast((each) => each <= seq)
      return then === undefined ? null : keep(then, kept.get(then) ?? readAt(then))
    },
    async writing(city, commit) {
      let own: SettingsRow | null = null
      try {
        return await commit((seq) => {
          settle()
          own = { seq, city }
          added = own
        })
      } catch (error) {
        if (added === own) added = null
        throw error
      }
    },
  }
}
