// A small city, its units and random incidents, for every test of the store.
import fc from 'fast-check'
import type { Coverage } from '#data/coverage/coverage.ts'
import type { Assignment } from '#data/model/assignment.ts'
import type { City } from '#data/model/city.ts'
import { unitId } from '#data/model/ids.ts'
import type { IncidentRecord } from '#data/model/incident.ts'
import type { Slice } from '#data/model/slice.ts'
import type { Unit } from '#data/model/unit.ts'

const text = (en: string) => ({ zh: en, en })

export const CITY: City = {
  name: text('Test city'),
  zone: 'Asia/Shanghai',
  levels: [
    { key: 'county', name: text('county'), minZoom: 0 },
    { key: 'village', name: text('village'), minZoom: 6 },
    { key: 'grid', name: text('grid'), minZoom: 9 },
  ],
  categories: [
    { code: '01', name: text('disputes'), sensitive: false },
    { code: '0101', name: text('family'), sensitive: true },
    { code: '04', name: text('environment'), sensitive: false },
  ],
  sources: [{ key: 'grid', name: text('grid worker'), hasDeadlines: true, linkTemplate: null }],
  urgencies: [{ key: 'normal', name: text('normal') }],
  organisations: [
    { key: 'works', name: text('works'), parent: null },
    { key: 'water', name: text('water'), parent: 'works' },
    { key: 'roads', name: text('roads'), parent: 'works' },
  ],
  homeCode: '1',
  syntheticBoundaries: true,
  demo: false,
}

const unit = (
  id: number,
  code: string,
  level: number,
  parent: number | null,
  households: number | null,
): Unit => ({
  id: unitId(id),
  code,
  name: `unit ${code}`,
  level,
  parentId: parent === null ? null : unitId(parent),
  households,
  population: households === null ? null : households * 3,
  staff: null,
})

/** County 1 with villages 11 (grids 111, 112) and 12 (grid 121); 12's grid has no known households. */
export const UNITS: readonly Unit[] = [
  unit(1, '1', 0, null, null),
  unit(2, '11', 1, 1, null),
  unit(3, '111', 2, 2, 300),
  unit(4, '112', 2, 2, 500),
  unit(5, '12', 1, 1, null),
  unit(6, '121', 2, 5, null),
]

/** Two loops of three vertices, one around unit 3, one around 4. */
export const COVERAGE: Coverage = {
  offsets: Uint32Array.of(0, 4, 8),
  xs: Int32Array.of(0, 10, 5, 0, 100, 110, 105, 100),
  ys: Int32Array.of(0, 0, 10, 0, 0, 0, 10, 0),
  left: Float64Array.of(3, 4),
  right: Float64Array.of(0, 0),
}

export const DAY_MS = 86_400_000
export const T0 = Date.parse('2025-03-01T00:00:00Z')

export function incident(sourceId: string, changes: Partial<IncidentRecord> = {}): IncidentRecord {
  return {
    source: 'grid',
    sourceId,
    category: '0401',
    urgency: 'normal',
    unitId: unitId(3),
    unlocatedCause: null,
    x: 1000,
    y: 2000,
    approximate: false,
    moments: { received: T0 },
    deadlineAt: T0 + 2 * DAY_MS,
    responseDeadlineAt: null,
    organisation: null,
    handlingLevel: null,
    selfClosed: false,
    satisfied: null,
    exclusion: null,
    ...changes,
  }
}

export function sliceOf(changes: Partial<Slice> = {}): Slice {
  return {
    fromMs: T0 - DAY_MS,
    toMs: T0 + 30 * DAY_MS,
    asOfMs: T0 + 30 * DAY_MS,
    seq: Number.MAX_SAFE_INTEGER,
    basis: 'default',
    category: [],
    source: [],
    urgency: [],
    organisation: [],
    handlingLevel: [],
    hour: [],
    weekday: [],
    age: [],
    exclusions: 'without',
    ...changes,
  }
}

// Few distinct instants, so that ends of windows, deadlines and moments often coincide.
const instant = fc.integer({ min: -4, max: 14 }).map((day) => T0 + day * DAY_MS)
/** Mostly on the day, sometimes an hour of it, so that hours and weekdays differ. */
const anyTime = fc.tuple(instant, fc.constantFrom(0, 0, 5, 17)).map(([day, hour]) => day + hour * 3_600_000)
const maybe = fc.option(instant, { freq: 2 })
/** One of n is not none. */
const rarely = <T>(n: number, value: fc.Arbitrary<T>): fc.Arbitrary<T | null> =>
  fc.oneof({ weight: n - 1, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: value })

const anyAssignment: fc.Arbitrary<Assignment> = fc.record({
  organisation: fc.constantFrom('water', 'fire', 'roads'),
  role: fc.constantFrom('lead' as const, 'lead' as const, 'support' as const),
  fromAt: instant,
  toAt: maybe,
  deadlineAt: maybe,
  outcome: fc.constantFrom(null, 'done' as const, 'returned' as const, 'transferred' as const),
})

const anyUnassigned: fc.Arbitrary<IncidentRecord> = fc.record({
  source: fc.constantFrom('grid', '12345'),
  sourceId: fc.integer({ min: 0, max: 60 }).map(String),
  category: fc.constantFrom('0101', '0102', '04', '0401', '0402'),
  urgency: fc.constantFrom('normal', 'urgent'),
  unitId: fc.option(fc.integer({ min: 1, max: 6 }).map(unitId), { freq: 6 }),
  unlocatedCause: fc.constantFrom(null, 'outside' as const),
  x: fc.option(fc.integer({ min: -5000, max: 5000 })),
  y: fc.option(fc.integer({ min: -5000, max: 5000 })),
  approximate: fc.boolean(),
  moments: fc.record({
    received: anyTime,
    accepted: maybe,
    responded: maybe,
    handled: maybe,
    closed: maybe,
    reworked: maybe,
    extended: maybe,
    rated: maybe,
    refused: rarely(6, instant),
    reopened: rarely(4, instant),
    voided: rarely(6, instant),
  }),
  deadlineAt: maybe,
  originalDeadlineAt: maybe,
  responseDeadlineAt: maybe,
  organisation: fc.constantFrom(null, 'water', 'fire'),
  handlingLevel: fc.constantFrom(null, 0, 1, 2),
  selfClosed: fc.boolean(),
  satisfied: fc.constantFrom(null, true, false),
  exclusion: fc.constantFrom(null, null, null, 'disaster'),
})

/** Those of some are told, others have only the organisation of their row. */
export const anyIncident: fc.Arbitrary<IncidentRecord> = fc
  .tuple(anyUnassigned, rarely(2, fc.array(anyAssignment, { minLength: 1, maxLength: 3 })))
  .map(([record, assignments]) => (assignments === null ? record : { ...record, assignments }))

// Mostly no filter: several at once leave little to count.
const some = <T>(...values: T[]) =>
  fc.oneof(
    { weight: 5, arbitrary: fc.constant<T[]>([]) },
    { weight: 1, arbitrary: fc.subarray(values, { minLength: 1 }) },
  )

export const anySlice: fc.Arbitrary<Slice> = fc
  .record({
    ends: fc.tuple(instant, instant),
    asOfMs: instant,
    basis: fc.constantFrom(
      'default' as const,
      'default' as const,
      'received' as const,
      'settled' as const,
      'closed' as const,
    ),
    category: some('01', '0401', '04', '09'),
    source: some('grid', '12345', 'nothing'),
    urgency: some('normal', 'urgent'),
    organisation: some('water', 'fire', 'roads', 'works'),
    handlingLevel: some('county', 'grid'),
    hour: some(8, 13, 16, 1),
    weekday: some(1, 3, 6, 7),
    age: some('d0', 'd1', 'd3', 'd7', 'd14', 'd30', 'd90'),
    exclusions: fc.constantFrom('without' as const, 'with' as const),
  })
  .map(({ ends: [a, b], ...rest }) =>
    sliceOf({ ...rest, fromMs: Math.min(a, b), toMs: Math.max(a, b) + DAY_MS }),
  )
