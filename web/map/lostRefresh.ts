// MapLibre 6 forgets a source's new address when its answer comes while the source waits for a change of style to reach
// the workers: it then lays the old tiles out again and never asks for the new (tile_manager.ts, reload and resume). A
// drilled level so stayed as it was until the next tick. Told of such an answer, this asks for the tiles once more.
import type { Map as MapLibreMap, MapSourceDataEvent } from 'maplibre-gl'

type Refreshed = Pick<MapLibreMap, 'on' | 'once' | 'refreshTiles' | 'getSource'> & {
  readonly style: {
    readonly tileManagers: Readonly<Record<string, { readonly _paused: boolean } | undefined>>
  }
}

export function keepRefreshes(map: Refreshed): void {
  map.on('sourcedata', ({ sourceId, sourceDataType, sourceDataChanged }: MapSourceDataEvent) => {
    if (sourceDataType !== 'content' || !sourceDataChanged || !map.style.tileManagers[sourceId]?._paused)
      return
    // The style's change is done, and the source no longer waits, when the next picture is drawn.
    map.once('render', () => {
      if (map.getSource(sourceId)) map.refreshTiles(sourceId)
    })
  })
}
