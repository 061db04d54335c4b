// jingwei import units|incidents|premises|organisations|assignments FILE: in this process, or in the server that holds the folder.
import { existsSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import type { Command } from 'commander'
import { proposeIncidents, proposeUnits } from '#data/ingest/propose.ts'
import { proposeAssignments } from '#data/ingest/proposeAssignments.ts'
import { callControl } from '../control.ts'
import type { ImportJob, ImportProgress, ImportResult } from '../ingest/importJob.ts'
import { writeProposal } from '../ingest/mappingFile.ts'
import { proposePremises } from '../ingest/proposePremises.ts'
import { runImport } from '../ingest/runImport.ts'
import { openTable } from '../ingest/tables/openTable.ts'
import { printReport } from '../ingest/terminalReport.ts'
import { readUnitFile } from '../ingest/unitFiles/readUnitFile.ts'
import { CommandFailure } from './failure.ts'
import { openInput } from './input.ts'
import { openStore } from './openStore.ts'
import { createProgress } from './progress.ts'
import { addSettingsFlags, settingsOf } from './settingsFlags.ts'

const KINDS = {
  units: '导入单元与边界 units and their boundaries',
  incidents: '导入事件 incidents',
  premises: '导入户数 households at buildings and lanes',
  organisations: '导入责任单位 organisations with their parents',
  assignments: '导入派遣 to whom matters were given',
} as const

interface Flags {
  mapping?: string
  propose?: boolean
  zone: string
  repair?: boolean
  tolerance: string
  json?: boolean
}

export function registerImport(program: Command): void {
  const group = program
    .command('import')
    .description('导入 import a city: units, incidents, premises, organisations, assignments')
  for (const [kind, what] of Object.entries(KINDS) as [ImportJob['kind'], string][]) {
    const command = group
      .command(kind)
      .description(what)
      .argument('<file>', 'the file to read; - for standard input')
      .option('--mapping <yaml>', 'which column means what')
      .option('--propose', 'print a draft of the mapping and stop')
      .option('--zone <iana>', 'zone of a proposed mapping', 'Asia/Shanghai')
      .option('--repair', 'mend gaps, overlaps and self-crossings within the tolerance')
      .option('--tolerance <meters>', 'widest mend, metres', '30')
      .option('--json', 'print the report as JSON')
    addSettingsFlags(command, ['data', 'memoryLimit'])
    command.action(async (file: string, flags: Flags) => {
      const input = await openInput(file)
      try {
        if (flags.propose) process.stdout.write(await propose(kind, input.path, flags.zone))
        else await run(kind, input.path, flags, command)
      } finally {
        input.done()
      }
    })
  }
}

async function propose(kind: ImportJob['kind'], path: string, zone: string): Promise<string> {
  if (kind === 'units') {
    const { features } = await readUnitFile(path)
    return writeProposal(
      proposeUnits(
        basename(path),
        features.slice(0, 200).map(({ properties }) => properties),
        zone,
      ),
    )
  }
  if (kind === 'organisations')
    throw new CommandFailure(
      '--propose drafts units, incidents, premises and assignments; organisations need columns.key, and name, parent where there are any',
    )
  const { headers, rows } = await openTable(path)
  for await (const chunk of rows()) {
    const sample = { file: basename(path), headers, rows: chunk.slice(0, 500).map(({ values }) => values) }
    if (kind === 'premises') return writeProposal(proposePremises(sample))
    return writeProposal(
      kind === 'assignments' ? proposeAssignments(sample, zone, []) : proposeIncidents(sample, zone),
    )
  }
  throw new CommandFailure(`${path}: has a header and no rows`)
}

async function run(kind: ImportJob['kind'], path: string, flags: Flags, command: Command): Promise<void> {
  if (!flags.mapping) throw new CommandFailure('--mapping is missing; --propose drafts one')
  const toleranceMeters = Number(flags.tolerance)
  if (!(toleranceMeters >= 0 && toleranceMeters <= 10_000))
    throw new CommandFailure(`--tolerance ${flags.tolerance}: metres from 0 to 10000`)
  const settings = settingsOf(command)
  const job: ImportJob = {
    kind,
    file: path,
    mapping: resolve(flags.mapping),
    repair: flags.repair ?? false,
    toleranceMeters,
  }
  const bar = createProgress()
  const onProgress = ({ doing, progress }: ImportProgress): void =>
    bar.update(progress, `${doing.zh} ${doing.en}`)
  let result: ImportResult
  try {
    const remote = existsSync(settings.data)
      ? await callControl(settings.data, 'import', job, (progress) => onProgress(progress as ImportProgress))
      : null
    if (remote) result = remote.result as ImportResult
    else {
      const store = await openStore(settings)
      result = await runImport(job, { store, folder: settings.data, clock: Date.now, onProgress }).finally(
        () => store.close(),
      )
    }
  } finally {
    bar.done()
  }
  process.stdout.write(
    flags.json
      ? `${JSON.stringify(result.report ?? result.summary, null, 2)}\n`
      : result.report
        ? printReport(result.report)
        : `${result.summary}\n`,
  )
  if (!result.isStored) process.exitCode = 1
}
