// Two small reports for the tests of the import pages; the figures are made up, the sum closes.
import type { ImportReport, IncidentReport, UnitsReport } from '#data/model/report.ts'

export const incidentReport: IncidentReport = {
  kind: 'incidents',
  file: 'matters.csv.gz',
  encoding: 'GB18030',
  format: 'csv',
  delimiter: ',',
  zone: 'Asia/Shanghai',
  datum: 'GCJ-02 → WGS 84',
  elapsedMs: 41_600,
  read: 408_211,
  stored: 401_906,
  inserted: 401_906,
  updated: 0,
  unchanged: 0,
  located: 393_187,
  unlocated: {
    total: 8_719,
    byCause: { 'no-coordinates': 5_204, 'zero-coordinates': 2_961, outside: 554 },
    outsideWithin50Meters: 512,
  },
  duplicates: 1_842,
  rejected: 4_463,
  rejections: [
    { field: '受理时间', reason: 'empty', example: '', firstRow: 8_114, rows: 2_017 },
    { field: '类别', reason: 'unknown-category', example: '其它2', firstRow: 51_902, rows: 1_388 },
    { field: '受理时间', reason: 'not-a-date', example: '2025/13/02', firstRow: 102_447, rows: 811 },
    { field: '单元代码', reason: 'bad-code', example: '14040200100312', firstRow: 377_020, rows: 247 },
  ],
  closedBeforeOpened: 317,
  deadlinesUnread: 3,
  codeAgainstCoordinates: { compared: 0, agree: 0, differ: 0 },
  piles: [],
  droppedColumns: ['诉求人', '联系电话', '身份证号'],
  mapping: [
    { column: '工单号', field: 'sourceId', note: '' },
    { column: '受理时间', field: 'received', note: '2025-01-01 → 2026-11-21' },
  ],
  hours: Array.from({ length: 24 }, (_, hour) => (hour < 6 ? 100 : 1_000 + hour * 10)),
  months: Array.from({ length: 23 }, (_, i) => ({
    month: `${2025 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, '0')}`,
    rows: 14_000 + ((i * 7919) % 5_000),
  })),
  span: { first: '2025-01-01', last: '2026-11-21' },
  topUnits: [
    { unitId: 1, name: '太行东街街道 演武社区', rows: 3_812 },
    { unitId: 2, name: '英雄中路街道 西大街社区', rows: 3_540 },
  ],
}

export const unitsReport: UnitsReport = {
  kind: 'units',
  file: 'counties.geojson',
  format: 'geojson',
  datum: 'WGS 84',
  elapsedMs: 2_000,
  units: 117,
  unitsWithoutPolygon: 0,
  outcome: 'refused',
  toleranceMeters: 30,
  gaps: { count: 1_329, areaSquareMeters: 10_390_000, mendable: 1_301 },
  overlaps: { pairs: 95, touchingPairs: 303, areaSquareMeters: 9_990_000, mendable: 92 },
  selfCrossings: { count: 2, units: ['郊区', '泽州县'], mendable: 2 },
  problems: Array.from({ length: 40 }, (_, i) => ({
    kind: i === 39 ? ('self-crossing' as const) : i % 3 === 0 ? ('overlap' as const) : ('gap' as const),
    areaSquareMeters: i * 1_000,
    units: ['140402', '140411'],
    at: [112 + Math.sin(i) * 0.8, 36.5 + i / 20] as [number, number],
    mended: false,
    givenTo: i > 35 ? null : '140402',
  })),
  droppedColumns: [],
}

export const importReport: ImportReport = {
  id: 'one',
  createdAt: '2026-11-22T02:18:00.000Z',
  title: 'matters.csv.gz',
  elapsedMs: 41_600,
  parts: [incidentReport, unitsReport],
}
