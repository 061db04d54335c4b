// Whether this server lets everybody in as the demo's administrator, and whether that was read in this session. The server
// writes the first into the page; base.css keeps the banner's place by the same attribute.
const KEY = 'jingwei.demoSeen'
const page = document.documentElement.dataset

export const isDemo = page.demo !== undefined

/** Storage may be forbidden; then the banner is there again with the next page. */
export function isDemoSeen(): boolean {
  try {
    return sessionStorage.getItem(KEY) !== null
  } catch {
    return false
  }
}

export function markDemoSeen(): void {
  page.demo = 'away'
  try {
    sessionStorage.setItem(KEY, '1')
  } catch {
    // The banner comes again, no more.
  }
}

if (isDemo && isDemoSeen()) page.demo = 'away'
