// To whom a matter of the demo goes: most straight to who handles it, some by way of the township or the county's bureau,
// which pass them up, few to a bureau that sends them back. Shares are assumed; drawn apart, so that nothing else moves.
import type { Assignment } from '../model/assignment.ts'
import type { Choice } from './incidents.ts'
import { createRandom, type Random } from './random.ts'

const HOUR_MS = 3_600_000
/** Share passed up from below before it came to the county's or the city's bureau. */
const PASSED_UP = { county: 0.35, city: 0.6 }
/** Share of a township's matters that first went to a bureau by mistake. */
const MISSENT = 0.04
/** Share of the bureaus' matters in which another one supports. */
const SUPPORTED = 0.12
/** Share of the time allowed that is given to the first of two. */
const FIRST_SHARE = 0.3
const CITY_CODE = '140400'

export interface Handling {
  readonly dispatched: number
  readonly handled: number
  readonly deadlineAt: number
  /** Index into levels. */
  readonly handlingLevel: number
}

export function assignmentsOf(choice: Choice, handling: Handling, seed: number): Assignment[] {
  const random = createRandom(seed, 23, handling.dispatched, choice.grid.id)
  const path = pathOf(choice, handling.handlingLevel, random)
  const { dispatched, handled, deadlineAt } = handling
  const lead = (organisation: string, fromAt: number) => ({ organisation, role: 'lead' as const, fromAt })
  if (path.before === null)
    return withSupport({ ...lead(path.final, dispatched), toAt: handled, deadlineAt, outcome: 'done' })
  const handedOn = dispatched + (handled - dispatched) * (0.1 + 0.4 * random())
  const again = Math.min(handedOn + random() * HOUR_MS, (handedOn + handled) / 2)
  const first: Assignment = {
    ...lead(path.before, dispatched),
    toAt: Math.round(handedOn),
    deadlineAt: Math.round(dispatched + FIRST_SHARE * Math.max(0, deadlineAt - dispatched)),
    outcome: path.outcome,
  }
  const last: Assignment = {
    ...lead(path.final, Math.round(again)),
    ...{ toAt: handled, outcome: 'done' },
    // Given after the deadline it has a day of its own.
    deadlineAt: Math.max(deadlineAt, Math.round(again) + 24 * HOUR_MS),
  }
  return [first, ...withSupport(last)]

  function withSupport(leading: Assignment): Assignment[] {
    if (handling.handlingLevel > 2 || random() >= SUPPORTED) return [leading]
    const group = leading.organisation.endsWith('-06') ? '02' : '06'
    const organisation = `${leading.organisation.slice(0, -2)}${group}`
    return [leading, { ...leading, organisation, role: 'support' }]
  }
}

interface Path {
  readonly before: string | null
  readonly outcome: Assignment['outcome']
  readonly final: string
}

function pathOf({ grid, category }: Choice, handlingLevel: number, random: Random): Path {
  const group = category.code.slice(0, 2)
  const township = `township-${grid.townshipId}`
  const county = `${grid.county}-${group}`
  const drawn = random()
  if (handlingLevel === 1)
    return {
      before: drawn < PASSED_UP.city ? county : null,
      outcome: 'transferred',
      final: `${CITY_CODE}-${group}`,
    }
  if (handlingLevel === 2)
    return { before: drawn < PASSED_UP.county ? township : null, outcome: 'transferred', final: county }
  return { before: drawn < MISSENT ? county : null, outcome: 'returned', final: township }
}

/** Index into levels of an organisation of the demo. */
export function levelOfOrganisation(key: string): number {
  if (key.startsWith('township-')) return 3
  return key.startsWith(CITY_CODE) ? 1 : 2
}
