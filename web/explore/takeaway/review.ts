// The approval number of a city's maps, kept in this browser: it is typed once and stands on every sheet after.
const KEY = 'jingwei.reviewNumber'

/** Storage may be forbidden; then it is typed each time. */
export function rememberedReview(): string {
  try {
    return localStorage.getItem(KEY) ?? ''
  } catch {
    return ''
  }
}

export function rememberReview(value: string): void {
  try {
    localStorage.setItem(KEY, value)
  } catch {
    // Nothing to do: the sheet at hand has it.
  }
}
