// Rows of organisations → the city's tree of them. Every key once, every parent among them, nobody above himself.
import type { Organisation } from '../model/city.ts'

export interface OrganisationRow {
  /** 1-based line of the file. */
  readonly line: number
  readonly key: string
  readonly name: string
  readonly nameEn: string
  /** '': none. */
  readonly parent: string
}

export interface TreeFault {
  readonly line: number
  readonly code: 'empty-code' | 'code-twice' | 'unknown-parent' | 'parent-circle'
  /** The key or parent concerned. */
  readonly key: string
}

/** All faults, not the first; the tree is in order of the file. */
export function organisationTree(rows: readonly OrganisationRow[]): {
  readonly organisations: readonly Organisation[]
  readonly faults: readonly TreeFault[]
} {
  const byKey = new Map<string, OrganisationRow>()
  const faults: TreeFault[] = []
  for (const row of rows) {
    if (row.key === '') faults.push({ line: row.line, code: 'empty-code', key: '' })
    else if (byKey.has(row.key)) faults.push({ line: row.line, code: 'code-twice', key: row.key })
    else byKey.set(row.key, row)
  }
  for (const { line, key, parent } of byKey.values()) {
    if (parent !== '' && !byKey.has(parent)) faults.push({ line, code: 'unknown-parent', key: parent })
    else if (isAboveItself(byKey, key)) faults.push({ line, code: 'parent-circle', key })
  }
  const organisations = [...byKey.values()].map(({ key, name, nameEn, parent }) => ({
    key,
    name: { zh: name || key, en: nameEn || name || key },
    parent: parent || null,
  }))
  return { organisations, faults }
}

function isAboveItself(byKey: ReadonlyMap<string, OrganisationRow>, key: string): boolean {
  const passed = new Set<string>()
  let at = byKey.get(key)?.parent ?? ''
  while (at !== '' && at !== key && !passed.has(at)) {
    passed.add(at)
    at = byKey.get(at)?.parent ?? ''
  }
  return at === key
}
