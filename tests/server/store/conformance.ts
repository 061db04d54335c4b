// What every adapter of the Store must do. An adapter's test calls this with its own way of opening one.
import { describe, expect, it } from 'vitest'
import { canonicalise } from '#data/coverage/serialise.ts'
import { MEASURES } from '#data/metrics/metric.ts'
import type { Assignment } from '#data/model/assignment.ts'
import { incidentId, unitId, versionId } from '#data/model/ids.ts'
import type { IncidentRecord } from '#data/model/incident.ts'
import { INCIDENT_SORTS } from '#data/model/incidentsApi.ts'
import type { IncidentListQuery, Store } from '../../../server/store/store.ts'
import { CITY, COVERAGE, DAY_MS, incident, sliceOf, T0, UNITS } from './world.ts'

export function storeConformance(name: string, open: () => Promise<Store>): void {
  describe(`${name} keeps the contract of the Store`, () => {
    const withStore = async (test: (store: Store) => Promise<void>) => {
      const store = await open()
      try {
        await test(store)
      } finally {
        await store.close()
      }
    }
    const received = async (store: Store, changes: Parameters<typeof sliceOf>[0] = {}) => {
      const { unitIds, measures } = await store.slice(sliceOf(changes), ['received'])
      return Object.fromEntries([...unitIds].map((id, row) => [id, measures.get('received')![row]]))
    }

    const list = (store: Store, changes: Partial<IncidentListQuery> = {}) =>
      store.listIncidents({
        ...{ slice: sliceOf(), unitIds: null, state: 'all', withholdsSensitive: false },
        ...{ sort: 'received', descending: true, after: null, limit: 100 },
        ...changes,
      })
    const count = (store: Store, changes: Partial<IncidentListQuery> = {}) =>
      store.countIncidents({
        ...{ slice: sliceOf(), unitIds: null, state: 'all', withholdsSensitive: false },
        ...changes,
      })

    it('begins empty, at sequence 0', () =>
      withStore(async (store) => {
        expect((await store.head()).seq).toBe(0)
        expect(await store.readCity()).toBeNull()
        expect(await store.listVersions()).toEqual([])
        expect(await store.readVersion(versionId(1))).toBeNull()
        expect(await store.readIncident(incidentId(1))).toBeNull()
        expect(await received(store)).toEqual({})
        const { measures } = await store.slice(sliceOf(), MEASURES)
        expect([...measures.keys()]).toEqual([...MEASURES])
      }))

    it('gives back the city, the units and the coverage as they were written', () =>
      withStore(async (store) => {
        await store.writeCity(CITY)
        expect(await store.readCity()).toEqual(CITY)
        const id = await store.publishVersion({
          effectiveFrom: '2025-01-01',
          note: 'first',
          units: UNITS,
          coverage: COVERAGE,
        })
        const version = await store.readVersion(id)
        expect(version?.units).toEqual(UNITS)
        expect(version?.coverage).toEqual(canonicalise(COVERAGE))
        expect(await store.listVersions()).toMatchObject([{ id, unitCount: 6, note: 'first', seq: 2 }])
      }))

    it('refuses a version whose date does not rise, and stays as it was', () =>
      withStore(async (store) => {
        const version = { effectiveFrom: '2025-01-01', note: '', units: UNITS, coverage: COVERAGE }
        await store.publishVersion(version)
        await expect(store.publishVersion(version)).rejects.toMatchObject({ code: 'date-not-rising' })
        await expect(store.publishVersion({ ...version, effectiveFrom: 'soon' })).rejects.toMatchObject({
          code: 'bad-date',
        })
        expect((await store.head()).seq).toBe(1)
        expect(await store.listVersions()).toHaveLength(1)
      }))

    it('writes a version and the settings that come with it together, or neither', () =>
      withStore(async (store) => {
        const version = { effectiveFrom: '2025-01-01', note: '', units: UNITS, coverage: COVERAGE }
        await store.publishVersion({ ...version, city: CITY })
        expect(await store.readCity()).toEqual(CITY)
        expect([(await store.head()).seq, store.citySeq()]).toEqual([1, 1])
        const other = { ...CITY, zone: 'America/Chicago' }
        for (const effectiveFrom of ['2024-01-01', 'soon'])
          await expect(store.publishVersion({ ...version, effectiveFrom, city: other })).rejects.toThrow()
        await store.appendIncidents([incident('1')])
        expect(await store.readCity()).toEqual(CITY)
        expect([(await store.head()).seq, store.citySeq()]).toEqual([2, 1])
      }))

    it('knows the settings of every sequence', () =>
      withStore(async (store) => {
        await store.appendIncidents([incident('1')])
        await store.writeCity(CITY)
        await store.appendIncidents([incident('2')])
        const zones = Array.from({ length: 20 }, (_, i) => `Etc/GMT+${i}`)
        for (const zone of zones) await store.writeCity({ ...CITY, zone })
        expect(store.citySeq()).toBe(23)
        expect(await store.readCity(1)).toBeNull()
        for (const seq of [2, 3]) expect(await store.readCity(seq)).toEqual(CITY)
        for (const [i, zone] of zones.entries()) expect((await store.readCity(4 + i))?.zone).toBe(zone)
        expect(await store.readCity(99)).toBe(await store.readCity())
      }))

    it('filters by the tree of organisations of the sequence, and confines by the one of today', () =>
      withStore(async (store) => {
        await store.writeCity(CITY)
        await store.appendIncidents([
          incident('1', { organisation: 'water' }),
          incident('2', { organisation: 'roads' }),
        ])
        const total = async (changes: Parameters<typeof sliceOf>[0]) =>
          Object.values(await received(store, changes)).reduce((sum, n) => sum + n, 0)
        const all = { organisation: ['works'] }
        expect([await total({ ...all, seq: 2 }), await total({ responsible: 'works', seq: 2 })]).toEqual([
          2, 2,
        ])
        const [works, water, roads] = CITY.organisations ?? []
        await store.writeCity({ ...CITY, organisations: [works, { ...water, parent: null }, roads] })
        expect(await total({ ...all, seq: 2 })).toBe(2)
        expect(await total({ ...all, seq: 3 })).toBe(1)
        expect(await total({ responsible: 'works', seq: 2 })).toBe(1)
      }))

    it('changes nothing when the same incidents are appended twice', () =>
      withStore(async (store) => {
        const records = Array.from({ length: 3000 }, (_, i) => incident(String(i)))
        expect(await store.appendIncidents(records)).toEqual({
          seq: 1,
          inserted: 3000,
          updated: 0,
          unchanged: 0,
        })
        expect(await store.appendIncidents(records)).toEqual({
          seq: 1,
          inserted: 0,
          updated: 0,
          unchanged: 3000,
        })
        expect((await store.head()).seq).toBe(1)
        expect(await received(store)).toEqual({ 3: 3000 })
      }))

    it('keeps the same id in two sources apart', () =>
      withStore(async (store) => {
        await store.appendIncidents([incident('1'), incident('1', { source: '12345' })])
        expect(await received(store)).toEqual({ 3: 2 })
        expect(await received(store, { source: ['12345'] })).toEqual({ 3: 1 })
      }))

    it('takes the last of equal keys in one call', () =>
      withStore(async (store) => {
        const result = await store.appendIncidents([incident('1'), incident('1', { unitId: unitId(4) })])
        expect(result).toMatchObject({ inserted: 1, updated: 0, unchanged: 1 })
        expect(await received(store)).toEqual({ 4: 1 })
      }))

    it('gives every record back as it was appended', () =>
      withStore(async (store) => {
        const full = incident('full', {
          unitId: null,
          unlocatedCause: 'outside',
          approximate: true,
          moments: { received: T0 + 1, accepted: T0 + 2, handled: T0 - 5 },
          organisation: 'water',
          handlingLevel: 2,
          selfClosed: true,
          satisfied: false,
          exclusion: 'disaster',
        })
        await store.appendIncidents([full, incident('plain', { x: null, y: null, deadlineAt: null })])
        const rows = await list(store, { slice: sliceOf({ exclusions: 'with' }) })
        expect(rows).toHaveLength(2)
        expect(rows[0]).toMatchObject({ ...full, changedSeq: 1 })
        expect(rows[1]).toMatchObject({
          sourceId: 'plain',
          x: null,
          y: null,
          deadlineAt: null,
          satisfied: null,
        })
        expect(rows[0]).toMatchObject((await store.readIncident(rows[0].id))!)
      }))

    it('answers a pinned slice the same after later writes', () =>
      withStore(async (store) => {
        await store.appendIncidents([incident('1'), incident('2'), incident('3', { unitId: unitId(4) })])
        const { seq } = await store.head()
        const before = await received(store, { seq })
        const moved = await store.appendIncidents([incident('1', { unitId: unitId(6) }), incident('9')])
        expect(moved).toEqual({ seq: 2, inserted: 1, updated: 1, unchanged: 0 })
        await store.appendIncidents([incident('1', { unitId: unitId(5) })])
        expect(await received(store, { seq })).toEqual(before)
        expect(await received(store, { seq: 2 })).toEqual({ 3: 2, 4: 1, 6: 1 })
        expect(await received(store)).toEqual({ 3: 2, 4: 1, 5: 1 })
        expect(await received(store, { seq: 0 })).toEqual({})
        const id = (await list(store)).find((row) => row.sourceId === '1')!.id
        expect((await store.readIncident(id, 1))?.unitId).toBe(3)
        expect((await store.readIncident(id, 2))?.unitId).toBe(6)
        expect((await store.readIncident(id))?.unitId).toBe(5)
      }))

    describe('with assignments', () => {
      const at = (days: number) => T0 + days * DAY_MS
      const lead = (
        organisation: string,
        from: number,
        to: number | null,
        outcome: Assignment['outcome'],
      ) => ({
        ...{ organisation, role: 'lead' as const, fromAt: at(from), deadlineAt: at(from + 2), outcome },
        toAt: to === null ? null : at(to),
      })
      /** The township sends it back on day 3, a day late; the bureau has it from day 4. */
      const passedOn = [lead('township', 1, 3, 'returned'), lead('bureau', 4, null, null)]
      const told = async (store: Store) => (await list(store, { slice: sliceOf({ exclusions: 'with' }) }))[0]
      const charged = async (store: Store, measure: 'open' | 'overdue' | 'settled', changes = {}) => {
        const rows = (await store.breakdown(sliceOf(changes), null, ['organisation'], [measure])).get(
          'organisation',
        )!
        const counted = rows.filter(({ counts }) => (counts.get(measure) ?? 0) > 0)
        return Object.fromEntries(counted.map(({ key, counts }) => [key, counts.get(measure)]))
      }

      it('gives them back in their order, with an extended deadline', () =>
        withStore(async (store) => {
          const support: Assignment = { ...lead('fire', 2, null, null), role: 'support', deadlineAt: null }
          const extended = { originalDeadlineAt: at(2), deadlineAt: at(9) }
          const [first, second] = passedOn
          await store.appendIncidents([
            incident('1', { ...extended, assignments: [second, support, first], organisation: 'ignored' }),
          ])
          expect(await told(store)).toMatchObject({
            ...extended,
            organisation: 'bureau',
            assignments: [first, support, second],
          })
        }))

      it('knows the first deadline until the extension, also by a later sequence', () =>
        withStore(async (store) => {
          const extended = { received: T0, extended: at(3) }
          const deadlines = { originalDeadlineAt: at(2), deadlineAt: at(9) }
          await store.appendIncidents([incident('1', { deadlineAt: at(2) })])
          await store.appendIncidents([incident('1', { ...deadlines, moments: extended })])
          const overdueOn = async (day: number) =>
            (await store.slice(sliceOf({ asOfMs: at(day) + 1 }), ['overdue', 'settled'])).measures
          const days = await Promise.all([1, 2, 4, 9].map(overdueOn))
          expect(days.map((measures) => measures.get('overdue')?.[0] ?? 0)).toEqual([0, 1, 0, 1])
          expect(days.map((measures) => measures.get('settled')?.[0] ?? 0)).toEqual([0, 1, 0, 1])
          const due = async (day: number) =>
            (await list(store, { slice: sliceOf({ asOfMs: at(day) }) }))[0].deadlineAt
          expect([await due(2), await due(3)]).toEqual([at(2), at(9)])
        }))

      it('charges an open matter to who holds it at the moment, a settled one to who held it then', () =>
        withStore(async (store) => {
          await store.appendIncidents([incident('1', { deadlineAt: at(2), assignments: passedOn })])
          const by = (day: number) => ({ asOfMs: at(day) + 1 })
          expect(await charged(store, 'open', by(0))).toEqual({ '': 1 })
          expect(await charged(store, 'open', by(1))).toEqual({ township: 1 })
          expect(await charged(store, 'overdue', by(2))).toEqual({ township: 1 })
          expect(await charged(store, 'overdue', by(3))).toEqual({ '': 1 })
          expect(await charged(store, 'overdue', by(5))).toEqual({ bureau: 1 })
          expect(await charged(store, 'settled', by(5))).toEqual({ township: 1 })
          expect(await charged(store, 'settled', { ...by(5), organisation: ['bureau'] })).toEqual({
            township: 1,
          })
          const settled = async (organisation: string) =>
            (
              await store.slice(sliceOf({ ...by(5), organisation: [organisation] }), ['settled'])
            ).measures.get('settled')!.length
          expect([await settled('township'), await settled('bureau')]).toEqual([1, 0])
        }))

      it('keeps them, and who is responsible, when the incident is written again without', () =>
        withStore(async (store) => {
          await store.appendIncidents([incident('1', { assignments: passedOn })])
          const again = incident('1', { organisation: 'township' })
          expect(await store.appendIncidents([again])).toMatchObject({ updated: 0, unchanged: 1 })
          expect(await store.appendIncidents([{ ...again, category: '04' }])).toMatchObject({ updated: 1 })
          expect(await told(store)).toMatchObject({
            category: '04',
            organisation: 'bureau',
            assignments: passedOn,
          })
        }))

      it('takes them apart from the incidents, once, and tells whose matter is not there', () =>
        withStore(async (store) => {
          await store.appendIncidents([incident('1', { organisation: 'township' }), incident('2')])
          const rows = [
            { source: 'grid', sourceId: '1', assignments: passedOn },
            { source: 'grid', sourceId: '7', assignments: passedOn },
            { source: 'nobody', sourceId: '1', assignments: [] },
          ]
          const first = await store.assignIncidents(rows)
          expect(first).toEqual({ seq: 2, updated: 1, unchanged: 0, unknown: ['7', '1'] })
          const { id } = (await list(store)).find(({ sourceId }) => sourceId === '1')!
          expect(await store.readIncident(id)).toMatchObject({
            organisation: 'bureau',
            assignments: passedOn,
          })
          expect(await store.readIncident(id, 1)).toMatchObject({ organisation: 'township' })
          expect((await store.readIncident(id, 1))?.assignments).toBeUndefined()
          expect(await store.assignIncidents(rows)).toMatchObject({ seq: 2, updated: 0, unchanged: 1 })
          expect(await charged(store, 'open', { seq: 1 })).toEqual({ township: 1, '': 1 })
          expect(await charged(store, 'open')).toEqual({ bureau: 1, '': 1 })
        }))
    })

    it('gives calls that come together their own results, though they share a commit', () =>
      withStore(async (store) => {
        const results = await Promise.all([
          store.appendIncidents([incident('1')]),
          store.appendIncidents([incident('2'), incident('3')]),
          store.appendIncidents([incident('1', { unitId: unitId(4) })]),
          store.appendIncidents([]),
        ])
        expect(results.map((result) => [result.inserted, result.updated, result.unchanged])).toEqual([
          [1, 0, 0],
          [2, 0, 0],
          [0, 1, 0],
          [0, 0, 0],
        ])
        expect(await received(store)).toEqual({ 3: 2, 4: 1 })
      }))

    it('fails a call that cannot be stored, and goes on', () =>
      withStore(async (store) => {
        const broken = { ...incident('1'), x: 1e300 }
        await expect(store.appendIncidents([incident('0'), broken])).rejects.toThrow()
        const shapeless = { ...incident('1'), sourceId: undefined } as unknown as IncidentRecord
        await expect(store.appendIncidents([shapeless])).rejects.toThrow()
        expect((await store.head()).seq).toBe(0)
        expect(await store.appendIncidents([incident('2')])).toMatchObject({ seq: 1, inserted: 1 })
        expect(await received(store)).toEqual({ 3: 1 })
      }))

    it.each(INCIDENT_SORTS.flatMap((sort) => [true, false].map((descending) => [sort, descending] as const)))(
      'lists by %s, descending %s, page by page, each row once',
      (sort, descending) =>
        withStore(async (store) => {
          await store.appendIncidents(
            Array.from({ length: 25 }, (_, i) => {
              const received = T0 + (i % 7) * 1000
              const handled = i % 3 === 0 ? received + (i % 5) * 1000 : null
              const deadlineAt = i % 4 === 0 ? null : received + (i % 6) * 3000
              return incident(String(i), {
                moments: { received, handled },
                deadlineAt,
                unitId: unitId(3 + (i % 2)),
              })
            }),
          )
          const seen: number[] = []
          let after: IncidentListQuery['after'] = null
          for (;;) {
            const page = await list(store, { sort, descending, after, limit: 4 })
            if (page.length === 0) break
            for (const { id, sortValue } of page) {
              seen.push(id)
              if (after)
                expect(descending ? after.value - sortValue : sortValue - after.value).toBeGreaterThanOrEqual(
                  0,
                )
              after = { value: sortValue, id }
            }
          }
          expect(new Set(seen).size).toBe(25)
          expect(seen).toEqual((await list(store, { sort, descending })).map((row) => row.id))
          expect(await count(store)).toEqual({ total: 25, withheld: 0 })
          expect(await list(store, { sort, unitIds: new Set([unitId(4)]) })).toHaveLength(12)
          expect(await list(store, { sort, unitIds: new Set() })).toEqual([])
        }),
    )

    it('lists what is open, overdue, handled or returned, and keeps back what is sensitive', () =>
      withStore(async (store) => {
        await store.writeCity(CITY)
        const at = (ms: number) => T0 + ms
        await store.appendIncidents([
          incident('open', { moments: { received: at(0) }, deadlineAt: T0 + 900 * DAY_MS }),
          incident('late', { moments: { received: at(1) }, deadlineAt: at(2) }),
          incident('done', { moments: { received: at(2), handled: at(3) }, category: '0101' }),
          incident('again', { moments: { received: at(3), handled: at(4), reworked: at(5) } }),
        ])
        const ids = async (state: IncidentListQuery['state'], withholdsSensitive = false) =>
          (await list(store, { state, withholdsSensitive })).map(({ sourceId }) => sourceId)
        expect(await ids('open')).toEqual(['late', 'open'])
        expect(await ids('overdue')).toEqual(['late'])
        expect(await ids('handled')).toEqual(['again', 'done'])
        expect(await ids('returned')).toEqual(['again'])
        expect(await ids('handled', true)).toEqual(['again'])
        expect(await count(store, { withholdsSensitive: true })).toEqual({ total: 4, withheld: 1 })
      }))

    it('lists as open and overdue exactly what the measures count', () =>
      withStore(async (store) => {
        await store.appendIncidents([
          incident('open, due later', { deadlineAt: T0 + 90 * DAY_MS }),
          incident('overdue'),
          incident('handled', { moments: { received: T0, handled: T0 + 1 } }),
          incident('handled later', { moments: { received: T0, handled: T0 + 60 * DAY_MS } }),
          incident('received before the window', { moments: { received: T0 - 90 * DAY_MS } }),
        ])
        const { measures } = await store.slice(sliceOf(), ['open', 'overdue'])
        expect(measures.get('open')![0]).toBe(4)
        expect(measures.get('overdue')![0]).toBe(3)
        expect((await list(store, { state: 'open' })).length).toBe(4)
        expect((await list(store, { state: 'overdue' })).length).toBe(3)
      }))

    it('counts days on the local calendar, days without incidents included', () =>
      withStore(async (store) => {
        await store.writeCity(CITY)
        await store.appendIncidents([
          incident('1', { moments: { received: Date.parse('2025-03-02T15:59:59Z') } }),
          incident('2', { moments: { received: Date.parse('2025-03-02T16:00:00Z') }, unitId: unitId(4) }),
        ])
        const slice = sliceOf({
          fromMs: Date.parse('2025-02-28T16:00:00Z'),
          toMs: Date.parse('2025-03-04T16:00:00Z'),
        })
        expect(await store.series(slice, null)).toEqual([
          { day: '2025-03-01', received: 0 },
          { day: '2025-03-02', received: 1 },
          { day: '2025-03-03', received: 1 },
          { day: '2025-03-04', received: 0 },
        ])
        expect((await store.series(slice, new Set([unitId(4)])))[1].received).toBe(0)
      }))

    it('bins points, names single ones, and leaves sensitive ones out', () =>
      withStore(async (store) => {
        await store.writeCity(CITY)
        await store.appendIncidents([
          incident('a', { x: 10, y: 10 }),
          incident('b', { x: 20, y: 20, deadlineAt: null }),
          incident('c', { x: -150, y: 10 }),
          incident('sensitive', { x: 10, y: 10, category: '0101' }),
          incident('nowhere', { x: null, y: null }),
        ])
        const box = { west: -1000, south: -1000, east: 1000, north: 1000 }
        const all = await store.points(sliceOf(), box, 100, 10)
        expect(all).toEqual([
          { x: 50, y: 50, count: 2, overdue: 1, id: null },
          { x: -150, y: 10, count: 1, overdue: 1, id: expect.any(Number) },
        ])
        expect(await store.points(sliceOf(), { ...box, west: 0 }, 100, 10)).toHaveLength(1)
        expect(await store.points(sliceOf(), box, 100, 1)).toHaveLength(1)
        await store.appendIncidents([incident('d', { x: 10, y: 10, unitId: unitId(4) })])
        const ofUnit = await store.points(sliceOf(), box, 100, 10, new Set([unitId(4)]))
        expect(ofUnit).toMatchObject([{ x: 10, y: 10, count: 1 }])
        const overdue = await store.points(sliceOf(), box, 100, 10, null, 'overdue')
        expect(overdue.reduce((sum, { count }) => sum + count, 0)).toBe(3)
      }))

    it('tells what each source has sent', () =>
      withStore(async (store) => {
        await store.appendIncidents([incident('1'), incident('2', { moments: { received: T0 + 5 } })])
        const [state] = await store.sourceStates()
        expect(state).toMatchObject({ source: 'grid', count: 2, firstReceivedMs: T0, lastReceivedMs: T0 + 5 })
        await store.appendIncidents([incident('3', { source: '12345' })])
        expect((await store.sourceStates()).map(({ source }) => source)).toEqual(['12345', 'grid'])
      }))

    it('tells when the newest of some units, or of an organisation, came in', () =>
      withStore(async (store) => {
        await store.writeCity({
          ...CITY,
          organisations: [
            { key: 'bureau', name: { zh: '局', en: 'Bureau' }, parent: null },
            { key: 'office', name: { zh: '所', en: 'Office' }, parent: 'bureau' },
          ],
        })
        await store.appendIncidents([
          incident('1', { unitId: unitId(3), organisation: 'office' }),
          incident('2', { unitId: unitId(4), moments: { received: T0 + 5 } }),
          incident('3', { unitId: unitId(4), source: '12345', moments: { received: T0 + 9 } }),
        ])
        const of = async (own: Parameters<Store['newestReceived']>[0]) =>
          Object.fromEntries(await store.newestReceived(own))
        expect(await of({ unitIds: new Set([unitId(4)]) })).toEqual({ grid: T0 + 5, 12345: T0 + 9 })
        expect(await of({ responsible: 'bureau' })).toEqual({ grid: T0 })
        expect(await of({ unitIds: new Set() })).toEqual({})
      }))

    it('keeps reports, newest first, and replaces the premises of one origin', () =>
      withStore(async (store) => {
        await store.writeReport({ id: 'a', createdAtMs: 1, kind: 'units', title: 'A', body: { n: 1 } })
        await store.writeReport({ id: 'b', createdAtMs: 2, kind: 'units', title: 'B', body: [] })
        expect((await store.listReports()).map(({ id }) => id)).toEqual(['b', 'a'])
        expect((await store.readReport('a'))?.body).toEqual({ n: 1 })
        expect(await store.readReport('c')).toBeNull()
        const row = { unitId: unitId(3), x: 1, y: null, households: 5, population: 12 }
        expect((await store.writePremises('file.csv', [row])).seq).toBe(1)
        expect((await store.writePremises('file.csv', [row, row])).seq).toBe(2)
      }))
  })
}
