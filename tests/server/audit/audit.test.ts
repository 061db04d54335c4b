// Laws of the audit: what was written is found whole; whatever is changed, removed, moved or cut off is found too.
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { linesBackward } from '../../../server/audit/auditFiles.ts'
import { type AuditEvent, openAuditLog } from '../../../server/audit/auditLog.ts'
import type { HashAlgorithm } from '../../../server/audit/chain.ts'
import { auditPage } from '../../../server/audit/queryAudit.ts'
import { verifyAudit } from '../../../server/audit/verifyAudit.ts'

const MONTH_MS = 31 * 86_400_000
const START_MS = Date.UTC(2026, 0, 31, 23, 59)

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'jingwei-audit-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const event = (i: number): AuditEvent => ({
  who:
    i % 5 === 0
      ? null
      : { id: `account:${i % 3}`, name: i % 3 === 0 ? '王"芳"\n' : '值班员', role: 'viewer' },
  from: '10.0.0.7',
  action: i % 2 === 0 ? 'sign-in' : 'export',
  target: i % 4 === 0 ? null : `/api/tables/${i}.csv`,
  outcome: i % 7 === 0 ? 'refused' : 'done',
})

async function fill(count: number, algorithm: HashAlgorithm = 'sha256', fromMs = START_MS): Promise<void> {
  let now = fromMs
  const log = await openAuditLog({ folder, clock: () => (now += 30_000), algorithm })
  await Promise.all(Array.from({ length: count }, (_, i) => log.record(event(i))))
  await log.close()
}

const january = () => join(folder, '2026-01.ndjson')
const february = () => join(folder, '2026-02.ndjson')
const linesIn = (path: string): string[] => readFileSync(path, 'utf8').trimEnd().split('\n')

describe('the audit', () => {
  it('is whole when nobody touched it, over months, restarts and hashes', async () => {
    await fill(5)
    await fill(5, 'sm3', START_MS + MONTH_MS)
    await fill(5, 'sha256', START_MS + 2 * MONTH_MS)
    expect(await verifyAudit(folder)).toMatchObject({ lines: 15, breaks: [], head: { sequence: 15 } })
  })

  it('keeps its order when the clock is set back', async () => {
    await fill(4, 'sha256', START_MS + MONTH_MS)
    await fill(4, 'sha256', START_MS)
    expect((await verifyAudit(folder)).breaks).toEqual([])
  })

  it('finds any changed byte', async () => {
    await fill(12)
    const original = readFileSync(february())
    await fc.assert(
      fc.asyncProperty(fc.nat(original.length - 1), fc.integer({ min: 1, max: 255 }), async (at, by) => {
        const changed = Buffer.from(original)
        changed[at] ^= by
        writeFileSync(february(), changed)
        expect((await verifyAudit(folder)).breaks.length, `byte ${at}`).toBeGreaterThan(0)
      }),
      { numRuns: 200 },
    )
  })

  it('finds any removed lines, at either end too, and how many', async () => {
    await fill(12)
    const [lines, first] = [linesIn(february()), linesIn(january()).length]
    await fc.assert(
      fc.asyncProperty(
        fc.nat(lines.length - 1),
        fc.integer({ min: 1, max: lines.length }),
        async (at, count) => {
          const left = lines.filter((_, i) => i < at || i >= at + count)
          writeFileSync(february(), left.map((line) => `${line}\n`).join(''))
          const { breaks } = await verifyAudit(folder)
          const removed = lines.length - left.length
          expect(breaks.reduce((sum, { missing }) => sum + missing, 0)).toBe(removed)
        },
      ),
    )
    expect(first).toBeGreaterThan(0)
  })

  it('finds lines that changed places', async () => {
    await fill(12)
    const lines = linesIn(february())
    ;[lines[2], lines[5]] = [lines[5], lines[2]]
    writeFileSync(february(), `${lines.join('\n')}\n`)
    expect((await verifyAudit(folder)).breaks[0]).toMatchObject({ fault: 'unlinked', line: 3 })
  })

  it('still misses lines cut off the end after it was written on', async () => {
    await fill(6)
    const lines = linesIn(february())
    writeFileSync(february(), `${lines.slice(0, -2).join('\n')}\n`)
    expect((await verifyAudit(folder)).breaks).toMatchObject([{ fault: 'cut-off', missing: 2 }])
    await fill(2, 'sha256', START_MS + MONTH_MS)
    expect((await verifyAudit(folder)).breaks).toMatchObject([{ fault: 'unlinked', missing: 2 }])
  })

  it('finds a chain made anew, given a head noted before', async () => {
    await fill(6)
    const { head } = await verifyAudit(folder)
    expect((await verifyAudit(folder, head)).breaks).toEqual([])
    rmSync(folder, { recursive: true })
    await fill(9)
    await expect(verifyAudit(folder)).resolves.toMatchObject({ breaks: [] })
    const forged = { sequence: head.sequence, hash: head.hash.replace(/.$/, (c) => (c === '0' ? '1' : '0')) }
    expect((await verifyAudit(folder, forged)).breaks).toMatchObject([{ fault: 'cut-off' }])
  })

  it('goes on after a power cut in the middle of a line', async () => {
    await fill(6)
    appendFileSync(february(), '{"sequence":7,"at":"2026-')
    expect((await verifyAudit(folder)).breaks).toEqual([])
    await fill(2, 'sha256', START_MS + MONTH_MS)
    expect(await verifyAudit(folder)).toMatchObject({ lines: 8, breaks: [] })
  })

  it('is read newest first, a page at a time, by who, what and outcome', async () => {
    await fill(300)
    const forward = [january(), february()].flatMap(linesIn)
    const backward: string[] = []
    for await (const line of linesBackward(folder)) backward.push(line)
    expect(backward).toEqual(forward.toReversed())

    const seen: number[] = []
    let before: number | undefined
    do {
      const page = await auditPage(folder, { before, action: 'export', who: '值班' }, 20)
      seen.push(...page.entries.map(({ sequence }) => sequence))
      before = page.next ?? undefined
    } while (before !== undefined)
    const wanted = Array.from({ length: 300 }, (_, i) => i).filter(
      (i) => i % 2 === 1 && i % 5 > 0 && i % 3 > 0,
    )
    expect(seen).toEqual(wanted.map((i) => i + 1).toReversed())
    const none = await auditPage(folder, { from: '2027-01-01T00:00:00Z' }, 20)
    expect(none).toEqual({ entries: [], next: null })
  })
})
