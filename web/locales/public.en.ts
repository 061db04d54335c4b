// Words of the public tables' page, English.
import type { PublicWords } from './public.zh-CN.ts'

export const publicWords: PublicWords = {
  title: 'Public figures',
  month: 'Month',
  table: 'Table',
  tables: { received: 'Received', outcome: 'Handled in time' },
  unit: 'Unit',
  total: 'Total',
  rate: 'On-time rate',
  remainder: 'Placed no further down',
  open: (name) => `Open ${name}`,
  shut: (name) => `Close ${name}`,
  hidden: 'left out',
  hiddenHow: (small, withThem) =>
    `${small} cells of fewer than 10 are not published; ${withThem} more are left out (–) so that totals do not give them away.`,
  basis:
    'Received counts by the time of receipt; on time by the time handled or due. On-time rate = in time ÷ total.',
  published: (at, version) => `Published ${at} and unchanged since; boundaries of version ${version}.`,
  none: 'Nothing has been published yet.',
  csv: 'Download CSV',
  publish: (month) => `Publish ${month}`,
  preview: 'Preview, not public yet',
  level: 'Down to',
  confirm: 'Publish',
  confirmHow: 'Once published it can be neither withdrawn nor made anew.',
  cancel: 'Cancel',
  done: (month) => `${month} is public`,
  failed: 'It was not published',
}
