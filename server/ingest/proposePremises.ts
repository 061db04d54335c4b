// Drafts the mapping of a table of households, as data/ingest/propose.ts does for incidents and units.
import { guessColumns } from '#data/ingest/columns.ts'
import { doubt, type Proposal, type Sample } from '#data/ingest/propose.ts'

const HOUSEHOLDS = /^(total_?)?(households?|hh)(_?\d{4})?$|户数/i
const POPULATION = /^(total_?)?(population|tot_?pop|pop)(_?\d{2,4})?$|人口/i

export function proposePremises({ headers }: Sample): Proposal {
  const { lng, lat, unitCode } = guessColumns(headers)
  const households = headers.find((header) => HOUSEHOLDS.test(header))
  const population = headers.find((header) => POPULATION.test(header))
  return {
    notes: households
      ? []
      : [
          doubt(
            'no-households-column',
            '没有找到户数列：请填写 columns.households。No column of households was found.',
          ),
        ],
    mapping: {
      kind: 'premises',
      datum: 'WGS84',
      columns: Object.fromEntries(
        Object.entries({ unitCode, lng, lat, households, population }).filter(
          ([, column]) => column !== undefined,
        ),
      ),
    },
  }
}
