// A map beneath the units, from elsewhere and only where it was asked for: what a setting says, as the map needs it.
import { z } from 'zod'

export const basemapSchema = z.object({
  /** From the bottom up. */
  layers: z
    .array(
      z.discriminatedUnion('kind', [
        /** Picture tiles: address templates with {z}, {x} and {y}, one a host. */
        z.object({ kind: z.literal('tiles'), tiles: z.array(z.string()).min(1), maxZoom: z.number().int() }),
        /** One archive, read by ranges. */
        z.object({ kind: z.literal('pmtiles'), url: z.string() }),
      ]),
    )
    .min(1),
  /** Shown on the map; '' where none is owed. */
  attribution: z.string(),
})
export type Basemap = z.infer<typeof basemapSchema>
export type BasemapLayer = Basemap['layers'][number]

const DEEPEST_ZOOM = 18

/** 天地图 in Web Mercator: its eight hosts, the vector drawing and the names upon it. */
function tianditu(key: string): Basemap {
  const layer = (name: string): BasemapLayer => ({
    kind: 'tiles',
    maxZoom: DEEPEST_ZOOM,
    tiles: [0, 1, 2, 3, 4, 5, 6, 7].map(
      (host) =>
        `https://t${host}.tianditu.gov.cn/${name}_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER=${name}` +
        `&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk=${encodeURIComponent(key)}`,
    ),
  })
  return { layers: [layer('vec'), layer('cva')], attribution: '天地图' }
}

/**
 * Reads the setting: `tianditu:KEY`, an address with {z}, {x} and {y}, or that of a .pmtiles archive.
 * @returns null for '', undefined for what is none of these
 */
export function parseBasemap(setting: string, attribution = ''): Basemap | null | undefined {
  if (setting === '') return null
  const key = /^tianditu:(\S+)$/.exec(setting)?.[1]
  if (key !== undefined) return tianditu(key)
  if (!/^(https?:\/\/|\/)\S+$/.test(setting)) return undefined
  if (/\.pmtiles(\?\S*)?$/.test(setting)) return { layers: [{ kind: 'pmtiles', url: setting }], attribution }
  if (!['{z}', '{x}', '{y}'].every((place) => setting.includes(place))) return undefined
  return { layers: [{ kind: 'tiles', tiles: [setting], maxZoom: DEEPEST_ZOOM }], attribution }
}
