// Tiles as a direct route. Only addresses in their one plain form are answered; any other is the application's.
import type { Asked } from './access/principal.ts'
import type { DirectRoute } from './http/direct.ts'
import type { TileAnswers } from './tileAnswers.ts'

const START = '/api/tiles/'
/** Longer ones are refused by the application. */
const LONGEST = 8192

type Answering = { readonly answers: TileAnswers }

/** @param servicesFor null: not allowed, which the application says */
export function createTileRoute(
  servicesFor: (asked: Asked) => Answering | null | Promise<Answering | null>,
): DirectRoute {
  return {
    route: '/api/tiles/:version/:level/:z/:x/:y',
    answer(path, headers, asked) {
      if (!path.startsWith(START) || path.length > LONGEST) return null
      const mark = path.indexOf('?')
      const end = mark < 0 ? path.length : mark
      if (!path.endsWith('.mvt', end)) return null
      const tile = {
        address: path.slice(START.length, end),
        search: mark < 0 ? '' : path.slice(mark + 1),
        acceptEncoding: headers['accept-encoding'] as string | undefined,
        ifNoneMatch: headers['if-none-match'],
      }
      const services = servicesFor(asked)
      if (!(services instanceof Promise)) return services?.answers.answer(tile) ?? null
      return services.then((found) => found?.answers.answer(tile) ?? Promise.reject(new Error('not allowed')))
    },
  }
}
