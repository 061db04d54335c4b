// Drafts the mapping of a table of assignments, as propose.ts does for incidents and units.
import { guessDateForm } from './instants.ts'
import { ASSIGNMENT_FIELDS } from './mapping.ts'
import { doubt, droppedColumns, type Proposal, type Sample } from './propose.ts'

const SYNONYMS: Readonly<Record<(typeof ASSIGNMENT_FIELDS)[number], RegExp>> = {
  sourceId:
    /^(工单号|工单编号|事件编号|案件号|编号)$|^(case|request|incident|service request)[ _]?(id|number|key)$/i,
  organisation:
    /(处置|承办|责任|协办|主办)?(单位|部门|机构)(编码|代码)?$|^(organi[sz]ation|agency|department|owner)/i,
  role: /(角色|主协办|办理类型|承办类型)|^role$/i,
  assigned: /(派遣|派发|派单|交办|转办|分派)(时间|日期)|^(assigned|dispatched)/i,
  accepted: /(签收|接单|接收)(时间|日期)|^accepted/i,
  completed: /(办结|完成|处置|反馈)(时间|日期)|^(completed|done|handled)/i,
  returned: /(退回|退件|回退)(时间|日期)|^returned/i,
  deadline: /(截止|时限|到期)|^(deadline|due)/i,
}

/** When or where a matter itself came in: a table of incidents. */
const OF_INCIDENTS =
  /(受理|上报|登记|立案|发生)(时间|日期)|^(received|created|opened)|经度|纬度|^(lng|lon|lat)/i

/** Who has a matter, since when: a table with these that does not say when the matter came in. */
export const looksLikeAssignments = (headers: readonly string[]): boolean =>
  !headers.some((each) => OF_INCIDENTS.test(each.trim())) &&
  (['organisation', 'assigned'] as const).every((field) =>
    headers.some((each) => SYNONYMS[field].test(each.trim())),
  ) &&
  headers.some((each) => SYNONYMS.role.test(each.trim()) || SYNONYMS.returned.test(each.trim()))

/** @param sources keys of those that have matters: one alone is taken. */
export function proposeAssignments(sample: Sample, zone: string, sources: readonly string[]): Proposal {
  const drop = droppedColumns(sample)
  const free = sample.headers.filter((header) => !drop.includes(header))
  const columns: Record<string, string> = {}
  for (const field of ASSIGNMENT_FIELDS) {
    const at = free.findIndex((header) => SYNONYMS[field].test(header.trim()))
    if (at >= 0) columns[field] = free.splice(at, 1)[0]
  }
  const missing = (['sourceId', 'organisation', 'assigned'] as const).filter(
    (field) => columns[field] === undefined,
  )
  const dates = sample.rows.map((row) => row[sample.headers.indexOf(columns.assigned ?? '')] ?? '')
  return {
    notes: [
      doubt(
        'replaces-assignments',
        '一件事的各行即它的全部派遣，导入后取代已有的。The rows of a matter are all of its assignments and replace those known.',
      ),
      ...missing.map((field) =>
        doubt('missing-column', `请填写 columns.${field}。Name columns.${field}.`, field),
      ),
      ...(sources.length === 1
        ? []
        : [
            doubt(
              'source-of-incidents',
              `source 是事件导入时的来源标识：${sources.join(', ')}。source is the key its incidents were imported with.`,
              sources.join(', '),
            ),
          ]),
    ],
    mapping: {
      kind: 'assignments',
      source: sources.length === 1 ? sources[0] : '',
      zone,
      dateForm: guessDateForm(dates),
      columns,
      roles: {},
      drop,
    },
  }
}
