// The basemap beneath everything, drained of colour and at a quarter of its strength, so that colour stays with
// the data. Picture tiles, or a PMTiles archive of pictures or of vectors (then as quiet lines alone).
import { addProtocol, type LayerSpecification, type Map as MapLibreMap } from 'maplibre-gl'
import { watch } from 'vue'
import type { Basemap, BasemapLayer } from '#data/model/basemap.ts'
import type { MapHost } from './mapHost.ts'
import type { MapPalette } from './mapPalette.ts'

const OPACITY = 0.25
/** The lowest of the map's own layers above it. */
const ABOVE = 'units-few'
const PREFIX = 'basemap'

const pictures = (id: string): LayerSpecification => ({
  id,
  type: 'raster',
  source: id,
  paint: { 'raster-saturation': -1, 'raster-opacity': OPACITY, 'raster-fade-duration': 0 },
})

const lines = (id: string, sourceLayer: string, palette: MapPalette): LayerSpecification => ({
  id: `${id}-${sourceLayer}`,
  type: 'line',
  source: id,
  'source-layer': sourceLayer,
  paint: { 'line-color': palette.inkQuiet, 'line-width': 0.6, 'line-opacity': OPACITY },
})

const absolute = (url: string): string =>
  // {z}, {x} and {y} stay as they are.
  new URL(url, document.baseURI).href.replaceAll('%7B', '{').replaceAll('%7D', '}')

let isProtocolKnown = false

async function openArchive(url: string) {
  const { PMTiles, Protocol, TileType } = await import('pmtiles')
  if (!isProtocolKnown) addProtocol('pmtiles', new Protocol().tile)
  isProtocolKnown = true
  const archive = new PMTiles(absolute(url))
  const { tileType } = await archive.getHeader()
  const metadata = tileType === TileType.Mvt ? await archive.getMetadata() : null
  return metadata as { vector_layers?: readonly { id: string }[] } | null
}

async function add(map: MapLibreMap, id: string, layer: BasemapLayer, palette: MapPalette): Promise<void> {
  const place = (spec: LayerSpecification) => {
    if (!map.getLayer(spec.id)) map.addLayer(spec, map.getLayer(ABOVE) ? ABOVE : undefined)
  }
  if (layer.kind === 'tiles') {
    map.addSource(id, {
      type: 'raster',
      tiles: layer.tiles.map(absolute),
      tileSize: 256,
      maxzoom: layer.maxZoom,
    })
    place(pictures(id))
    return
  }
  const vectors = await openArchive(layer.url)
  // Gone or there again while the archive was opened.
  if (!map.style || map.getSource(id)) return
  const url = `pmtiles://${absolute(layer.url)}`
  if (vectors === null) {
    map.addSource(id, { type: 'raster', url, tileSize: 256 })
    place(pictures(id))
  } else {
    map.addSource(id, { type: 'vector', url })
    for (const each of vectors.vector_layers ?? []) place(lines(id, each.id, palette))
  }
}

function clear(map: MapLibreMap): void {
  for (const layer of map.getStyle().layers) if (layer.id.startsWith(PREFIX)) map.removeLayer(layer.id)
  for (const source of Object.keys(map.getStyle().sources))
    if (source.startsWith(PREFIX)) map.removeSource(source)
}

export function useBasemapLayer(
  host: MapHost,
  options: { basemap: () => Basemap | null; palette: () => MapPalette },
): void {
  watch(
    // By value: the settings are asked again every few seconds.
    [host.map, host.styleEpoch, () => JSON.stringify(options.basemap()), options.palette],
    ([map, epoch]) => {
      if (map === null || epoch === 0) return
      clear(map)
      options.basemap()?.layers.forEach((layer, index) => {
        add(map, `${PREFIX}-${index}`, layer, options.palette()).catch((error) =>
          console.warn(`map: basemap: ${error instanceof Error ? error.message : error}`),
        )
      })
    },
    { immediate: true },
  )
}
