// MapLibre 6 forgets a source's new address in two cases, and what was drilled into stays as it was until the next tick:
// its answer comes while the source waits for a change of style to reach the workers (tile_manager.ts: reload, resume), or
// while a tile is on its way from the address before (vector_tile_source.ts: loadTile). Those are asked for once more.
import type { Map as MapLibreMap, MapSourceDataEvent } from 'maplibre-gl'

type Refreshed = Pick<MapLibreMap, 'on' | 'once' | 'refreshTiles' | 'getSource'> & {
  readonly style: {
    readonly tileManagers: Readonly<Record<string, { readonly _paused: boolean } | undefined>>
  }
}

export function keepRefreshes(map: Refreshed): void {
  /** New tiles on their way, by source and tile: whether the address changed meanwhile. */
  const coming = new Map<string, boolean>()
  const keyOf = ({ sourceId, tile }: MapSourceDataEvent) => `${sourceId} ${tile.tileID.key}`

  map.on('sourcedataloading', (event) => {
    if (event.tile) coming.set(keyOf(event), false)
  })
  map.on('sourcedataabort', (event) => {
    if (event.tile) coming.delete(keyOf(event))
  })
  map.on('sourcedata', (event) => {
    const { sourceId, sourceDataType, sourceDataChanged, tile } = event
    if (tile) {
      const isOutdated = coming.get(keyOf(event))
      coming.delete(keyOf(event))
      if (isOutdated) map.refreshTiles(sourceId, [tile.tileID.canonical])
    }
    if (sourceDataType !== 'content' || !sourceDataChanged) return
    for (const key of coming.keys()) if (key.startsWith(`${sourceId} `)) coming.set(key, true)
    // The style's change is done, and the source no longer waits, when the next picture is drawn.
    if (map.style.tileManagers[sourceId]?._paused)
      map.once('render', () => {
        if (map.getSource(sourceId)) map.refreshTiles(sourceId)
      })
  })
}
