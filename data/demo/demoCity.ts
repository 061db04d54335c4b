// The demo city's settings: levels, sources, urgencies, and its categories.
import type { City } from '../model/city.ts'
import type { Text } from '../model/text.ts'
import { CATEGORIES, CATEGORY_GROUPS } from './categories.ts'

const text = (zh: string, en: string): Text => ({ zh, en })

/** Shares in %. The video source closes without deadlines of its own. */
export const SOURCES: readonly { key: string; name: Text; share: number }[] = [
  { key: 'grid', name: text('网格员上报', 'Grid workers'), share: 72 },
  { key: 'resident', name: text('居民上报', 'Residents'), share: 10 },
  { key: 'patrol', name: text('巡查发现', 'Patrols'), share: 6 },
  { key: '12345', name: text('12345 热线', '12345 hotline'), share: 6 },
  { key: 'sensor', name: text('物联感知', 'Sensors'), share: 3 },
  { key: 'video', name: text('视频巡查', 'Video'), share: 2 },
  { key: 'transfer', name: text('部门转办', 'Transfers'), share: 1 },
]

/** Shares in %, and the factor on the deadline. */
export const URGENCIES: readonly { key: string; name: Text; share: number; deadlineFactor: number }[] = [
  { key: 'normal', name: text('一般', 'Normal'), share: 90, deadlineFactor: 1 },
  { key: 'raised', name: text('较急', 'Raised'), share: 8.5, deadlineFactor: 0.7 },
  { key: 'urgent', name: text('紧急', 'Urgent'), share: 1.4, deadlineFactor: 0.5 },
  { key: 'critical', name: text('特急', 'Critical'), share: 0.1, deadlineFactor: 0.3 },
]

/** Days from one to another, both included. */
function daysBetween(from: string, to: string): string[] {
  const first = Date.parse(from)
  const count = (Date.parse(to) - first) / 86_400_000 + 1
  return Array.from({ length: count }, (_, i) => new Date(first + i * 86_400_000).toISOString().slice(0, 10))
}

/**
 * Public holidays of 2024 to 2026 and the days worked instead (调休), after the yearly notices of the State Council as the authors
 * remember them: the demo's own. A city sets its own, year by year; later years have none here.
 */
const HOLIDAYS: readonly (readonly [from: string, to: string])[] = [
  ['2024-01-01', '2024-01-01'],
  ['2024-02-10', '2024-02-17'],
  ['2024-04-04', '2024-04-06'],
  ['2024-05-01', '2024-05-05'],
  ['2024-06-10', '2024-06-10'],
  ['2024-09-15', '2024-09-17'],
  ['2024-10-01', '2024-10-07'],
  ['2025-01-01', '2025-01-01'],
  ['2025-01-28', '2025-02-04'],
  ['2025-04-04', '2025-04-06'],
  ['2025-05-01', '2025-05-05'],
  ['2025-05-31', '2025-06-02'],
  ['2025-10-01', '2025-10-08'],
  ['2026-01-01', '2026-01-03'],
  ['2026-02-15', '2026-02-23'],
  ['2026-04-04', '2026-04-06'],
  ['2026-05-01', '2026-05-05'],
  ['2026-06-19', '2026-06-21'],
  ['2026-09-25', '2026-09-27'],
  ['2026-10-01', '2026-10-07'],
]
const WORKED_INSTEAD: readonly string[] = [
  ...[
    '2024-02-04',
    '2024-02-18',
    '2024-04-07',
    '2024-04-28',
    '2024-05-11',
    '2024-09-14',
    '2024-09-29',
    '2024-10-12',
  ],
  ...['2025-01-26', '2025-02-08', '2025-04-27', '2025-09-28', '2025-10-11'],
  ...['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'],
]

export const WORKING_TIME = {
  weekdays: [1, 2, 3, 4, 5],
  hours: [
    { from: '08:30', to: '12:00' },
    { from: '14:30', to: '18:00' },
  ],
  holidays: HOLIDAYS.flatMap(([from, to]) => daysBetween(from, to)),
  workdays: [...WORKED_INSTEAD],
} satisfies City['workingTime']

/** A page of this very server, below whatever path it stands: the demo leads to no other host. */
const DEMO_ORIGINAL = 'demo-original/{id}'

export const DEMO_CITY: City = {
  name: text('长治市', 'Changzhi'),
  zone: 'Asia/Shanghai',
  levels: [
    { key: 'province', name: text('省', 'Province'), minZoom: 0 },
    { key: 'city', name: text('地市', 'City'), minZoom: 0 },
    { key: 'county', name: text('县区', 'County'), minZoom: 0 },
    { key: 'township', name: text('乡镇', 'Township'), minZoom: 5 },
    { key: 'village', name: text('村社', 'Village'), minZoom: 7 },
    { key: 'grid', name: text('网格', 'Grid'), minZoom: 8 },
  ],
  categories: [
    ...CATEGORY_GROUPS.map(([code, name, sensitive]) => ({ code, name, sensitive })),
    ...CATEGORIES.map(({ code, name, sensitive, deadlineClock }) => ({
      code,
      name,
      sensitive,
      deadlineClock,
    })),
  ].sort((a, b) => (a.code < b.code ? -1 : 1)),
  sources: SOURCES.map(({ key, name }) => ({ key, name, hasDeadlines: true, linkTemplate: DEMO_ORIGINAL })),
  urgencies: URGENCIES.map(({ key, name }) => ({ key, name })),
  workingTime: WORKING_TIME,
  assessmentMonthStartDay: 26,
  homeCode: '140400000000',
  syntheticBoundaries: true,
  demo: true,
}
