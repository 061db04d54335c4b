// jingwei export --to FOLDER: everything as Parquet, also while a server runs on the folder.
import { existsSync, readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { callControl } from '../control.ts'
import { CommandFailure } from './failure.ts'
import { openStore } from './openStore.ts'
import { addSettingsFlags, settingsOf } from './settingsFlags.ts'

export function registerExport(program: Command): void {
  const command = program
    .command('export')
    .description('导出 write everything to a folder of Parquet files')
    .requiredOption('--to <folder>', 'an empty or new folder')
    .option(
      '--with-accounts',
      '连同账号（含口令散列与动态码密钥，须妥善保管） accounts too: password hashes and second factors’ secrets',
    )
  addSettingsFlags(command, ['data', 'memoryLimit'])
  command.action(async ({ to, withAccounts = false }: { to: string; withAccounts?: boolean }) => {
    const settings = settingsOf(command)
    const folder = resolve(to)
    if (existsSync(folder) && readdirSync(folder).length > 0)
      throw new CommandFailure(`--to ${folder}: not empty; name an empty or new folder`)
    if (!existsSync(settings.data))
      throw new CommandFailure(`--data ${settings.data}: there is no such folder`)
    if (!(await callControl(settings.data, 'export', { to: folder, withAccounts }))) {
      const store = await openStore(settings)
      await store.exportTo(folder, { withAccounts }).finally(() => store.close())
    }
    process.stdout.write(
      withAccounts
        ? `已导出 Exported to ${folder}\n`
        : `已导出（不含账号与令牌） Exported to ${folder}, without accounts and tokens\n`,
    )
  })
}
