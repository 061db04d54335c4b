// Tiles as a direct route. Only addresses in their one plain form are taken; any other is the application's.
import type { DirectRoute } from './http/direct.ts'
import type { TileAnswers } from './tileAnswers.ts'

const START = '/api/tiles/'
/** Longer ones are refused by the application. */
const LONGEST = 8192

export function createTileRoute(answers: TileAnswers): DirectRoute {
  return {
    route: '/api/tiles/:version/:level/:z/:x/:y',
    answer(path, headers) {
      if (!path.startsWith(START) || path.length > LONGEST) return null
      const mark = path.indexOf('?')
      const end = mark < 0 ? path.length : mark
      if (!path.endsWith('.mvt', end)) return null
      const names = path.slice(START.length, end).split('/')
      if (names.length !== 5 || path.lastIndexOf('%', end) >= 0) return null
      const [version, level, z, x, y] = names
      return answers.answer({
        version,
        level,
        z,
        x,
        y,
        search: mark < 0 ? '' : path.slice(mark + 1),
        acceptEncoding: headers['accept-encoding'] as string | undefined,
        ifNoneMatch: headers['if-none-match'],
      })
    },
  }
}
