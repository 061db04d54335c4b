// The page a wall shows: path and query below the application's root, from what was copied out of the address bar. What is
// only for whoever looked (theme and language stay, the camera too) is kept: the wall shows the same.

/** @returns null where it is no address of ours */
export function sceneOf(typed: string, base: string): string | null {
  const root = new URL(base)
  const rootPath = root.pathname.replace(/\/$/, '')
  const asked = typed.trim()
  if (asked === '') return null
  if (asked.startsWith('/') && !asked.startsWith('//')) return withoutHash(asked)
  let url: URL
  try {
    url = new URL(asked)
  } catch {
    return null
  }
  if (url.origin !== root.origin || !`${url.pathname}/`.startsWith(`${rootPath}/`)) return null
  return `${url.pathname.slice(rootPath.length) || '/'}${url.search}`
}

const withoutHash = (path: string): string => path.split('#')[0]
