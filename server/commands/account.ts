// jingwei account setup|add|list|disable|enable|reset: in this process, or in the server that holds the folder. Passwords
// are never given here: whoever they are for sets them by a one-time link.
import { existsSync } from 'node:fs'
import { Command } from 'commander'
import { ROLES, type Role, type Scope } from '../access/principal.ts'
import { type AccountJob, type AccountJobResult, runAccountJob } from '../accounts/accountJob.ts'
import { openAuditedAccounts } from '../accounts/auditedAccounts.ts'
import { linkAddress } from '../accounts/openDesk.ts'
import { auditFolder } from '../audit/auditFiles.ts'
import { openAuditLog } from '../audit/auditLog.ts'
import type { Settings } from '../config.ts'
import { callControl } from '../control.ts'
import { CommandFailure } from './failure.ts'
import { openStore } from './openStore.ts'
import { addSettingsFlags, settingsOf } from './settingsFlags.ts'

interface Flags {
  role?: string
  unit?: string
  organisation?: string
  displayName?: string
  url?: string
}

export function registerAccount(program: Command): void {
  const group = program.command('account').description('账号 accounts')
  const add = (name: string, what: string, jobOf: (name: string, flags: Flags) => AccountJob) => {
    const command = new Command(name).description(what)
    if (name !== 'setup' && name !== 'list') command.argument('<name>', 'the account')
    if (name === 'add')
      command
        .requiredOption('--role <role>', ROLES.join(', '))
        .option('--unit <code>', 'confined to this unit and all below it')
        .option('--organisation <code>', 'confined to this organisation and all below it')
        .option('--display-name <text>', 'name to be shown by')
    if (name === 'setup' || name === 'add' || name === 'reset')
      command.option('--url <url>', 'address people open, for the link')
    addSettingsFlags(command, ['data', 'host', 'port', 'basePath', 'memoryLimit'])
    command.action(async (...args: unknown[]) => {
      const flags = command.opts<Flags>()
      const result = await run(settingsOf(command), jobOf(typeof args[0] === 'string' ? args[0] : '', flags))
      print(result, flags.url ?? addressOf(settingsOf(command)))
    })
    group.addCommand(command)
  }
  add('setup', '打印首个管理员的一次性链接 a one-time link to make the first administrator', () => ({
    do: 'setup',
  }))
  add('add', '新建账号 makes an account and prints the link by which its password is set', newAccount)
  add('list', '列出账号 lists the accounts', () => ({ do: 'list' }))
  add('disable', '停用 ends its sessions and lets it in no more', (name) => ({ do: 'disable', name }))
  add('enable', '启用 lets it in again', (name) => ({ do: 'enable', name }))
  add('reset', '重置 takes password, second factor and sessions away; prints a new link', (name) => ({
    ...{ do: 'reset', name },
  }))
}

function newAccount(name: string, { role, unit, organisation, displayName }: Flags): AccountJob {
  if (!ROLES.includes(role as Role)) throw new CommandFailure(`--role ${role}: one of ${ROLES.join(', ')}`)
  if (unit && organisation) throw new CommandFailure('--unit or --organisation, not both')
  const scope: Scope = unit
    ? { kind: 'unit', code: unit }
    : organisation
      ? { kind: 'organisation', code: organisation }
      : { kind: 'all' }
  return { do: 'add', name, displayName: displayName ?? name, role: role as Role, scope }
}

async function run(settings: Settings, job: AccountJob): Promise<AccountJobResult> {
  const remote = existsSync(settings.data) ? await callControl(settings.data, 'account', job) : null
  if (remote) return remote.result as AccountJobResult
  const store = await openStore(settings)
  const audit = await openAuditLog({
    folder: auditFolder(settings.data),
    clock: Date.now,
    algorithm: settings.auditHash,
  })
  try {
    const accounts = await openAuditedAccounts({ store, settings, clock: Date.now, audit, onError: () => {} })
    return await runAccountJob(accounts, job)
  } finally {
    await audit.close()
    await store.close()
  }
}

const addressOf = ({ host, port, basePath }: Settings): string =>
  `http://${host === '0.0.0.0' || host === '::' ? 'localhost' : host}:${port}${basePath}`

function print({ token, accounts }: AccountJobResult, url: string): void {
  if (token)
    process.stdout.write(
      `${linkAddress(url, token)}\n一次有效，24 小时内使用。 Works once, within 24 hours.\n`,
    )
  for (const { name, displayName, role, scope, state } of accounts ?? [])
    process.stdout.write(
      `${name.padEnd(20)} ${role.padEnd(14)} ${scope.padEnd(22)} ${state.padEnd(16)} ${displayName}\n`,
    )
  if (!token && !accounts) process.stdout.write('完成 Done.\n')
}
