// Where the keys go when what they were on is drawn away (a card closes, rows become others): to what stands for it
// again (`data-focus`) or to its area (`data-focus-area`), else back along what was held before. What one leaves on
// purpose, by a click beside it, is not held.
import { onMounted, onScopeDispose } from 'vue'

const MOST_HELD = 12
/** Rows that are fetched anew are waited for this long. */
const WAIT_MS = 4_000
const MARKS = ['data-focus', 'data-focus-area'] as const

interface Held {
  readonly element: HTMLElement
  /** What stands for it once it is drawn again, best first. */
  readonly selectors: readonly string[]
}

let held: Held[] = []
let wasLeft = false
let search = 0

const isThere = (element: HTMLElement): boolean => element.isConnected && element.getClientRects().length > 0
/** What is hidden holds no keys, though for one more frame it is still told as the active element. */
const isNowhere = (): boolean => {
  const active = document.activeElement
  return !(active instanceof HTMLElement) || active === document.body || !isThere(active)
}

/** The focus was on something that is no more: who comes in its place may take it. */
export const hasLostFocus = (): boolean =>
  !wasLeft && isNowhere() && held.length > 0 && !isThere(held[held.length - 1].element)

function hold({ target }: FocusEvent): void {
  if (!(target instanceof HTMLElement)) return
  search++
  wasLeft = false
  const selectors = MARKS.flatMap((mark) => {
    const value = target.closest(`[${mark}]`)?.getAttribute(mark)
    return value ? [`[${mark}="${CSS.escape(value)}"]`] : []
  })
  held = [...held.filter(({ element }) => element !== target), { element: target, selectors }].slice(
    -MOST_HELD,
  )
}

/** Something removed leaves too: only what is still there afterwards was left on purpose. */
function leave({ target }: FocusEvent): void {
  queueMicrotask(() => {
    if (target instanceof HTMLElement && isThere(target) && isNowhere()) wasLeft = true
  })
}

/** 'wait': its like may still come. */
function successor({ element, selectors }: Held): HTMLElement | 'wait' | null {
  if (isThere(element)) return element
  for (const selector of selectors) {
    const found = document.querySelector<HTMLElement>(selector)
    if (found && isThere(found)) return found
  }
  return selectors.length > 0 ? 'wait' : null
}

async function restore(home: () => HTMLElement | null): Promise<void> {
  const mine = ++search
  for (const one of [...held].reverse()) {
    const until = performance.now() + WAIT_MS
    let found = successor(one)
    while (found === 'wait' && performance.now() < until) {
      await new Promise((resolve) => requestAnimationFrame(resolve))
      if (mine !== search || !isNowhere()) return
      found = successor(one)
    }
    if (found === null || found === 'wait') continue
    found.focus()
    if (!isNowhere()) return
  }
  home()?.focus({ preventScroll: true })
}

/** `home`: where the keys go when nothing held is left. For the page's one view at a time. */
export function useKeptFocus(home: () => HTMLElement | null): void {
  let isSearching = false
  const observer = new MutationObserver(() => {
    if (isSearching || !hasLostFocus()) return
    isSearching = true
    void restore(home).finally(() => {
      isSearching = false
    })
  })
  onMounted(() => {
    document.addEventListener('focusin', hold)
    document.addEventListener('focusout', leave)
    observer.observe(document.body, { childList: true, subtree: true })
  })
  onScopeDispose(() => {
    document.removeEventListener('focusin', hold)
    document.removeEventListener('focusout', leave)
    observer.disconnect()
    held = []
  })
}
