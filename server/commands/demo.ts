// jingwei demo: makes the demo world in an empty folder and stops. `serve` does the same on a first start.
import type { Command } from 'commander'
import { makeDemo } from '../demo/makeDemo.ts'
import { StartError } from '../main.ts'
import { openStore } from './openStore.ts'
import { createProgress } from './progress.ts'
import { addSettingsFlags, settingsOf } from './settingsFlags.ts'

export function registerDemo(program: Command): void {
  const command = program
    .command('demo')
    .description('生成演示数据 makes the demo world in an empty data folder')
  addSettingsFlags(command, ['data', 'demoSeed', 'memoryLimit'])
  command.action(async () => {
    const settings = settingsOf(command)
    const store = await openStore(settings)
    const progress = createProgress()
    try {
      if ((await store.listVersions()).length > 0)
        throw new StartError(`${settings.data} already holds a city; choose an empty folder with --data`)
      await makeDemo(store, {
        nowMs: Date.now(),
        seed: settings.demoSeed,
        onProgress: ({ doing, progress: share }) => progress.update(share, `${doing.zh} ${doing.en}`),
      })
    } finally {
      progress.done()
      await store.close()
    }
  })
}
