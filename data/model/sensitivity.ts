// Which matters are sensitive, and how finely they may be placed: their coordinates are not kept.
import type { City } from './city.ts'

/** A category is sensitive with all below it. */
export const fallsUnder = (category: string, prefixes: readonly string[]): boolean =>
  prefixes.some((prefix) => prefix !== '' && category.startsWith(prefix))

export const sensitiveCodes = ({ categories }: Pick<City, 'categories'>): string[] =>
  categories.filter(({ sensitive }) => sensitive).map(({ code }) => code)

/** The finest level at which they may be counted: village; where none is called so, the finest. */
export function finestSensitiveLevel({ levels }: Pick<City, 'levels'>): number {
  const village = levels.findIndex(({ key }) => key === 'village')
  return village >= 0 ? village : levels.length - 1
}
