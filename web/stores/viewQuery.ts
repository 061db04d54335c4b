// What one looks at, as the query of the address: a link opens the same view. Defaults are left out;
// what cannot be read falls back to them, so that a mistyped link still opens, but for its moment, which the page says.
import { PERIODS } from '#data/calendar/periods.ts'
import type { ClassKey, MapCamera } from '../shared/mapContract.ts'

/** Lengths back from now, and the running periods of the calendar and of assessment. */
export const WINDOW_LENGTHS = ['P1D', 'P7D', 'P30D', 'P3M', 'P12M', ...PERIODS] as const
export type WindowLength = (typeof WINDOW_LENGTHS)[number]
export const VIEW_BASES = ['default', 'received', 'settled', 'closed'] as const
export const DENSITY_BASES = ['area', 'households', 'grids'] as const
export type DensityBase = (typeof DENSITY_BASES)[number]

/** What the map is coloured by: figures as counted, or smoothed towards the parent. */
export const FIGURE_CHOICES = ['raw', 'smoothed'] as const
/** Views of the side panel. */
export const TABS = ['overview', 'makeUp', 'evidence'] as const

export const GROUPINGS = ['place', 'organisation'] as const
/** Filters that are lists, as the slice names them. */
export const LIST_FILTERS = [
  'category',
  'source',
  'urgency',
  'organisation',
  'handlingLevel',
  'hour',
  'weekday',
  'age',
] as const
export type ListFilter = (typeof LIST_FILTERS)[number]

/** As the API names them. */
export const LIST_STATES = ['all', 'open', 'overdue', 'handled', 'returned'] as const
export const LIST_SORTS = ['received', 'deadline', 'age', 'duration'] as const

export interface View {
  /** Code of the unit one looks within; null: the home unit. */
  readonly within: string | null
  /** Level key coloured on the map; null: as the evidence allows. */
  readonly level: string | null
  readonly length: WindowLength
  /** Local days, both included; win over `length` when both are there. */
  readonly from: string | null
  readonly to: string | null
  /** A pinned view: the same figures for ever. */
  readonly asOf: string | null
  readonly seq: number | null
  /** Boundaries and formulas of a pinned view; null where an older link does not say. */
  readonly version: number | null
  readonly catalogue: number | null
  readonly basis: (typeof VIEW_BASES)[number]
  readonly category: readonly string[]
  readonly source: readonly string[]
  readonly urgency: readonly string[]
  readonly organisation: readonly string[]
  readonly handlingLevel: readonly string[]
  /** Local hours 0–23 and weekdays 1–7 (Monday 1) of the moment received. */
  readonly hour: readonly number[]
  readonly weekday: readonly number[]
  /** Keys of AGE_BUCKETS. */
  readonly age: readonly string[]
  /** What the ranking groups by: places, or those responsible. */
  readonly by: (typeof GROUPINGS)[number]
  /** 'bivariate' or a metric of the catalogue. */
  readonly metric: string
  readonly per: DensityBase
  readonly figures: (typeof FIGURE_CHOICES)[number]
  readonly tab: (typeof TABS)[number]
  readonly classes: readonly ClassKey[]
  /** Code of the selected unit. */
  readonly unit: string | null
  readonly incident: number | null
  /** The list of cases over the map, and which of them; null: it is away. */
  readonly list: (typeof LIST_STATES)[number] | null
  readonly sort: (typeof LIST_SORTS)[number]
  readonly camera: MapCamera | null
}

/** Everything counted. */
export const NO_FILTERS = {
  category: [],
  source: [],
  urgency: [],
  organisation: [],
  handlingLevel: [],
  hour: [],
  weekday: [],
  age: [],
} as const satisfies Pick<View, ListFilter>

export const DEFAULT_VIEW: View = {
  within: null,
  level: null,
  length: 'P30D',
  from: null,
  to: null,
  asOf: null,
  seq: null,
  version: null,
  catalogue: null,
  basis: 'default',
  ...NO_FILTERS,
  by: 'place',
  metric: 'bivariate',
  per: 'area',
  figures: 'raw',
  tab: 'overview',
  classes: [],
  unit: null,
  incident: null,
  list: null,
  sort: 'received',
  camera: null,
}

/** As vue-router gives it. */
export type Query = Readonly<Record<string, string | null | undefined | readonly (string | null)[]>>

const DAY = /^\d{4}-\d{2}-\d{2}$/
const AGE = /^d(0|1|3|7|14|30|90)$/
const CLASS = /^(\d-\d|\d|few|none|hidden)$/

const text = (query: Query, key: string): string | null => {
  const value = query[key]
  return typeof value === 'string' && value !== '' ? value : null
}
const oneOf = <T extends string>(value: string | null, all: readonly T[], otherwise: T): T =>
  all.find((item) => item === value) ?? otherwise
const list = (value: string | null): string[] => (value ?? '').split(',').filter((item) => item !== '')
const numbers = (value: string | null, least: number, most: number): number[] =>
  list(value)
    .map(Number)
    .filter((each) => Number.isInteger(each) && each >= least && each <= most)
const matching = (value: string | null, pattern: RegExp): string | null =>
  value !== null && pattern.test(value) ? value : null
const integer = (value: string | null): number | null =>
  value !== null && /^\d{1,15}$/.test(value) ? Number(value) : null

function cameraOf(value: string | null): MapCamera | null {
  const [lng, lat, zoom] = (value ?? '').split(',').map(Number)
  return [lng, lat, zoom].every(Number.isFinite) && Math.abs(lat) <= 85 ? { lng, lat, zoom } : null
}

export function parseView(query: Query): View {
  const from = matching(text(query, 'from'), DAY)
  const to = matching(text(query, 'to'), DAY)
  const isRange = from !== null && to !== null && from <= to
  const asOf = text(query, 'asOf')
  /** What had happened by then; with a sequence also what had been written by then. Kept though it be no moment: now is not what the link was of. */
  const isPinned = asOf !== null && integer(text(query, 'seq')) !== null
  return {
    within: text(query, 'within'),
    level: text(query, 'level'),
    length: oneOf(text(query, 'window'), WINDOW_LENGTHS, DEFAULT_VIEW.length),
    from: isRange ? from : null,
    to: isRange ? to : null,
    asOf,
    seq: isPinned ? integer(text(query, 'seq')) : null,
    version: isPinned ? integer(text(query, 'version')) : null,
    catalogue: isPinned ? integer(text(query, 'catalogue')) : null,
    basis: oneOf(text(query, 'basis'), VIEW_BASES, DEFAULT_VIEW.basis),
    category: list(text(query, 'category')),
    source: list(text(query, 'source')),
    urgency: list(text(query, 'urgency')),
    organisation: list(text(query, 'organisation')),
    handlingLevel: list(text(query, 'handlingLevel')),
    hour: numbers(text(query, 'hour'), 0, 23),
    weekday: numbers(text(query, 'weekday'), 1, 7),
    age: list(text(query, 'age')).filter((key) => AGE.test(key)),
    by: oneOf(text(query, 'by'), GROUPINGS, DEFAULT_VIEW.by),
    metric: text(query, 'metric') ?? DEFAULT_VIEW.metric,
    per: oneOf(text(query, 'per'), DENSITY_BASES, DEFAULT_VIEW.per),
    figures: oneOf(text(query, 'figures'), FIGURE_CHOICES, DEFAULT_VIEW.figures),
    tab: oneOf(text(query, 'tab'), TABS, DEFAULT_VIEW.tab),
    classes: list(text(query, 'classes')).filter((item): item is ClassKey => CLASS.test(item)),
    unit: text(query, 'unit'),
    incident: integer(text(query, 'incident')),
    list: LIST_STATES.find((state) => state === text(query, 'list')) ?? null,
    sort: oneOf(text(query, 'sort'), LIST_SORTS, DEFAULT_VIEW.sort),
    camera: cameraOf(text(query, 'at')),
  }
}

const unless = (value: string, usual: string): string | undefined => (value === usual ? undefined : value)
const joined = (values: readonly (string | number)[]): string | undefined =>
  values.length > 0 ? values.join(',') : undefined

const number = (value: number | null): string | null => (value === null ? null : String(value))

/** The moment of a view; `nowMs` where it is live, or says none that can be read. */
export function momentOf({ asOf }: Pick<View, 'asOf'>, nowMs: number): number {
  const ms = Date.parse(asOf ?? '')
  return Number.isNaN(ms) ? nowMs : ms
}

/** What takes a pin off a view. */
export const LIVE = { asOf: null, seq: null, version: null, catalogue: null } as const

/** Inverse of parseView for everything parseView can return. */
export function viewQuery(view: View): Record<string, string> {
  const { camera } = view
  const all: Record<string, string | undefined | null> = {
    within: view.within,
    level: view.level,
    window: unless(view.length, DEFAULT_VIEW.length),
    from: view.from,
    to: view.to,
    asOf: view.asOf,
    seq: number(view.seq),
    version: number(view.version),
    catalogue: number(view.catalogue),
    basis: unless(view.basis, DEFAULT_VIEW.basis),
    ...Object.fromEntries(LIST_FILTERS.map((key) => [key, joined(view[key])])),
    by: unless(view.by, DEFAULT_VIEW.by),
    metric: unless(view.metric, DEFAULT_VIEW.metric),
    per: unless(view.per, DEFAULT_VIEW.per),
    figures: unless(view.figures, DEFAULT_VIEW.figures),
    tab: unless(view.tab, DEFAULT_VIEW.tab),
    classes: joined(view.classes),
    unit: view.unit,
    list: view.list,
    sort: unless(view.sort, DEFAULT_VIEW.sort),
    incident: number(view.incident),
    at: camera && [camera.lng.toFixed(4), camera.lat.toFixed(4), camera.zoom.toFixed(2)].join(','),
  }
  return Object.fromEntries(Object.entries(all).filter((pair): pair is [string, string] => Boolean(pair[1])))
}
