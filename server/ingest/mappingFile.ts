// Mappings as YAML files: read with every fault named by its path, written with notes as comments.
import { readFileSync } from 'node:fs'
import { parseDocument, stringify } from 'yaml'
import { type Mapping, mappingSchema } from '#data/ingest/mapping.ts'
import type { Proposal } from '#data/ingest/propose.ts'
import { IngestError } from './ingestError.ts'

export function readMapping<Kind extends Mapping['kind']>(
  path: string,
  kind: Kind,
): Extract<Mapping, { kind: Kind }> {
  const document = parseDocument(readText(path))
  if (document.errors.length > 0)
    throw new IngestError('bad-yaml', `${path}: ${document.errors[0].message}`, '请按提示改正 YAML 后重试')
  const parsed = mappingSchema.safeParse(document.toJS())
  if (!parsed.success) {
    const faults = parsed.error.issues.map(
      ({ path: at, message }) => `  ${at.join('.') || '(top)'}: ${message}`,
    )
    throw new IngestError('bad-mapping', `${path}:\n${faults.join('\n')}`, '请改正以上各项后重试')
  }
  if (parsed.data.kind !== kind)
    throw new IngestError(
      'wrong-kind',
      `${path} maps ${parsed.data.kind}, not ${kind}`,
      `用 jingwei import ${parsed.data.kind}`,
    )
  return parsed.data as Extract<Mapping, { kind: Kind }>
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new IngestError(
      'no-mapping',
      `${path}: ${(error as Error).message}`,
      '用 --propose 先生成一份对应文件',
    )
  }
}

export function writeProposal({ mapping, notes }: Proposal): string {
  const head = [
    '由表头与前几行推断，请核对后使用。Drafted from the header and first rows: check before use.',
    ...notes.map(({ message }) => message),
  ]
  return `${head.map((line) => `# ${line}`).join('\n')}\n${stringify(mapping, { lineWidth: 110 })}`
}
