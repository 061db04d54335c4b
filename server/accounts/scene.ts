// The one page a wall is bound to: a path and query of ours, as the address bar has them.

/** An address of another site would be sent to it. */
const SCENE = /^\/(?![/\\])[^\s\\#]{0,3999}$/

export const isScene = (scene: string): boolean => SCENE.test(scene)

/** The page lists single matters, or has one open: `list` and `incident` of its query. */
export function showsIncidents(scene: string): boolean {
  const { searchParams } = new URL(scene, 'http://localhost')
  return searchParams.has('list') || searchParams.has('incident')
}
