// The report of an import as a person reads it in a terminal. The same figures as the page and the JSON.
import type { AssignmentReport, ImportReport, IncidentReport, UnitsReport } from '#data/model/report.ts'

const number = (value: number): string => value.toLocaleString('en')
const squareKilometers = (value: number): string => `${(value / 1e6).toFixed(2)} km²`

export const printReport = ({ id, parts, elapsedMs }: ImportReport): string =>
  [
    ...parts.flatMap((part) => {
      if (part.kind === 'assignments') return assignmentLines(part)
      return part.kind === 'incidents' ? incidentLines(part) : unitLines(part)
    }),
    `报告 Report /imports/${id}（${(elapsedMs / 1000).toFixed(1)} s）`,
    '',
  ].join('\n')

function incidentLines(report: IncidentReport): string[] {
  const { read, located, unlocated, duplicates, rejected } = report
  const closes = read === located + unlocated.total + duplicates + rejected
  return [
    `${report.file}  ${report.format} ${report.encoding}${report.delimiter ? ` "${report.delimiter}"` : ''}  ${report.zone}  ${report.datum}`,
    `  读取 read        ${number(read)}`,
    `  已定位 located    ${number(located)}`,
    `  未定位 unlocated  ${number(unlocated.total)}  ${Object.entries(unlocated.byCause)
      .filter(([, rows]) => rows > 0)
      .map(([cause, rows]) => `${cause} ${number(rows)}`)
      .join(', ')}`,
    `  重复 duplicates   ${number(duplicates)}`,
    `  拒绝 rejected     ${number(rejected)}`,
    ...rejectionLines(report),
    `  ${number(read)} = ${number(located)} + ${number(unlocated.total)} + ${number(duplicates)} + ${number(rejected)}  ${closes ? '合得上 closes' : '合不上 DOES NOT CLOSE'}`,
    `  新增 inserted ${number(report.inserted)}，更新 updated ${number(report.updated)}，未变 unchanged ${number(report.unchanged)}`,
    `  结案早于受理 closed before opened ${number(report.closedBeforeOpened)}`,
    ...(report.deadlinesUnread > 0
      ? [
          `  截止时间读不出 deadline unreadable ${number(report.deadlinesUnread)}  入库，按 deadlineHours 计或不计 stored; deadlineHours holds, or none`,
        ]
      : []),
    ...(report.codeAgainstCoordinates.compared > 0
      ? [
          `  代码与坐标 code against coordinates ${number(report.codeAgainstCoordinates.agree)} of ${number(report.codeAgainstCoordinates.compared)} agree`,
        ]
      : []),
    ...report.piles
      .slice(0, 3)
      .map(({ lng, lat, rows }) => `  同点堆积 pile ${lng}, ${lat} × ${number(rows)}`),
    ...(report.span ? [`  跨度 span ${report.span.first} … ${report.span.last}`] : []),
    `  小时 hours ${sparkline(report.hours)} 0–23`,
    ...report.topUnits.map(({ name, rows }) => `    ${name} ${number(rows)}`),
    ...(report.droppedColumns.length > 0 ? [`  已丢弃的列 dropped ${report.droppedColumns.join(', ')}`] : []),
  ]
}

function assignmentLines(report: AssignmentReport): string[] {
  const { read, stored, unknown, duplicates, rejected, matters } = report
  const closes = read === stored + unknown + duplicates + rejected
  return [
    `${report.file}  ${report.format} ${report.encoding}  ${report.source}  ${report.zone}`,
    `  读取 read        ${number(read)}`,
    `  入库 stored      ${number(stored)}  主办 lead ${number(report.roles.lead)}，协办 support ${number(report.roles.support)}`,
    `  无此事件 unknown  ${number(unknown)}  ${report.unknownIds.slice(0, 5).join(', ')}`,
    `  重复 duplicates   ${number(duplicates)}`,
    `  拒绝 rejected     ${number(rejected)}`,
    ...rejectionLines(report),
    `  ${number(read)} = ${number(stored)} + ${number(unknown)} + ${number(duplicates)} + ${number(rejected)}  ${closes ? '合得上 closes' : '合不上 DOES NOT CLOSE'}`,
    `  事件 matters：更新 updated ${number(matters.updated)}，未变 unchanged ${number(matters.unchanged)}，没有 unknown ${number(matters.unknown)}`,
    ...(report.strangers.length > 0
      ? [`  不在责任单位表 not among the organisations: ${report.strangers.join(', ')}`]
      : []),
  ]
}

const rejectionLines = ({ rejections }: Pick<IncidentReport, 'rejections'>): string[] =>
  rejections.map(
    ({ firstRow, field, reason, example, rows }) =>
      `    第 ${firstRow} 行起 ${field}: ${reason} ${JSON.stringify(example)} × ${number(rows)}`,
  )

const OUTCOMES = {
  stored: '已入库 stored',
  unchanged: '未变 unchanged',
  refused: '未入库 refused',
  repaired: '已修补入库 repaired',
}

function unitLines(report: UnitsReport): string[] {
  const { gaps, overlaps, selfCrossings, openings } = report
  return [
    `${report.file}  ${report.format}  ${report.datum}  ${number(report.units)} 个单元 units（${number(report.unitsWithoutPolygon)} 个无边界 without polygon）`,
    `  ${OUTCOMES[report.outcome]}`,
    `  缝 gaps      ${number(gaps.count)}  ${squareKilometers(gaps.areaSquareMeters)}  容差内可补 mendable ${number(gaps.mendable)}`,
    `  叠 overlaps  ${number(overlaps.pairs)} 对 of ${number(overlaps.touchingPairs)}  ${squareKilometers(overlaps.areaSquareMeters)}  mendable ${number(overlaps.mendable)}`,
    ...(openings && openings.count > 0
      ? [
          `  空地 openings ${number(openings.count)}  ${squareKilometers(openings.areaSquareMeters)}  不属任何单元、宽于缝 of no unit, wider than gaps`,
        ]
      : []),
    `  自相交 self-crossings ${number(selfCrossings.count)} ${selfCrossings.units.join(', ')}`,
    ...report.problems
      .slice(0, 10)
      .map(
        ({ kind, units, at, areaSquareMeters, givenTo }) =>
          `    ${kind} ${units.join('|')} ${at.map((degrees) => degrees.toFixed(5)).join(',')} ${areaSquareMeters.toFixed(0)} m²${givenTo ? ` → ${givenTo}` : ''}`,
      ),
    ...(report.problems.length > 10 ? [`    … 其余 ${number(report.problems.length - 10)} 处见报告`] : []),
    ...(report.outcome === 'refused'
      ? [`  加 --repair --tolerance ${report.toleranceMeters} 可在容差内修补，逐处列出`]
      : []),
  ]
}

function sparkline(counts: readonly number[]): string {
  const most = Math.max(...counts, 1)
  return counts
    .map((count) => (count === 0 ? '·' : '▁▂▃▄▅▆▇█'[Math.min(7, Math.floor((count / most) * 8))]))
    .join('')
}
