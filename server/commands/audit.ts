// jingwei audit: proves or disproves that the audit is whole, from its files alone; a server may be running or not.
import { existsSync } from 'node:fs'
import type { Command } from 'commander'
import { auditFolder } from '../audit/auditFiles.ts'
import { isAlgorithm, type Link } from '../audit/chain.ts'
import { type AuditBreak, verifyAudit } from '../audit/verifyAudit.ts'
import { CommandFailure } from './failure.ts'
import { addSettingsFlags, settingsOf } from './settingsFlags.ts'

const FAULTS: Readonly<Record<AuditBreak['fault'], string>> = {
  unreadable: '无法读取 unreadable',
  changed: '已被改动 changed',
  unlinked: '与上一行不衔接 not linked to the line before',
  'cut-off': '末尾被截去 cut off',
}
const MOST_SHOWN = 50

export function registerAudit(program: Command): void {
  const audit = program.command('audit').description('审计日志 the audit log')
  const verify = audit
    .command('verify')
    .description('逐行核验哈希链 check every line of the hash chain')
    .option(
      '--head <sequence@hash>',
      '以前另存的链尾 a head noted elsewhere before; the chain must go through it',
    )
    .action(async () => {
      const folder = auditFolder(settingsOf(verify).data)
      const expected = headOf(verify.opts().head)
      if (!existsSync(folder))
        throw new CommandFailure(`no audit at ${folder}; name the data folder with --data`)
      const { lines, head, breaks } = await verifyAudit(folder, expected)
      for (const broken of breaks.slice(0, MOST_SHOWN)) process.stdout.write(`✗ ${sentence(broken)}\n`)
      if (breaks.length > MOST_SHOWN) process.stdout.write(`  … 另有 ${breaks.length - MOST_SHOWN} 处 more\n`)
      process.stdout.write(
        `${breaks.length === 0 ? '✓ 完整 whole' : `✗ ${breaks.length} 处异常 breaks`}: ${lines} 行 lines; 链尾 head ${head.sequence}@${head.hash}\n`,
      )
      if (breaks.length > 0) process.exitCode = 1
    })
  addSettingsFlags(verify, ['data'])
}

/** @throws CommandFailure */
function headOf(text: string | undefined): Link | undefined {
  if (text === undefined) return undefined
  const [, sequence, hash, algorithm] = /^(\d+)@((\w+):[0-9a-f]{64})$/.exec(text) ?? []
  if (sequence === undefined || !isAlgorithm(algorithm))
    throw new CommandFailure('--head: want SEQUENCE@ALGORITHM:HEX as an earlier verify printed it')
  return { sequence: Number(sequence), hash }
}

function sentence({ file, line, fault, missing, sequence }: AuditBreak): string {
  const place = sequence === null ? '' : `, 序号 sequence ${sequence}`
  const gone = missing === 0 ? '' : `, 缺 ${missing} 行 missing`
  return `${file}:${line} ${FAULTS[fault]}${place}${gone}`
}
