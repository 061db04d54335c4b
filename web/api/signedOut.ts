// Whether an answer said that nobody is signed in (any more). Set in one place, by the client; what failed meanwhile is
// asked again once somebody is.
import { ref } from 'vue'

/** Nothing was answered yet: the page may start over after signing in; later its work is kept. */
export const hasAnswered = ref(false)
export const isSignedOut = ref(false)

/**
 * @param path of the API; signing in has its own words for a 401, and who is looking may be nobody where a page is
 * for anyone
 */
export function noteAnswer(status: number, path: string): void {
  if (path.startsWith('sign-in') || path === 'me') return
  if (status === 401) isSignedOut.value = true
  else if (status < 400) hasAnswered.value = true
}
