// Browser and system of a session, as far as its user agent tells.
const BROWSER = /(Edg|OPR|Firefox|Chrome|Safari)\/(\d+)/
const SYSTEM = /(Windows|Android|iPhone|iPad|Mac OS|Linux)/
const UNKNOWN_SHOWN = 24

export function deviceOf(agent: string): string {
  const browser = BROWSER.exec(agent)
  const name = browser ? `${browser[1] === 'Edg' ? 'Edge' : browser[1]} ${browser[2]}` : null
  return [name ?? (agent.slice(0, UNKNOWN_SHOWN) || '–'), SYSTEM.exec(agent)?.[1]].filter(Boolean).join(' · ')
}
