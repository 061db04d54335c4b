import { describe, expect, it } from 'vitest'
import { basemapSchema, parseBasemap } from '#data/model/basemap.ts'

describe('the basemap setting', () => {
  it('is none unless it is set, and refuses what is no map', () => {
    expect(parseBasemap('')).toBeNull()
    for (const wrong of ['tianditu:', 'ftp://a/{z}/{x}/{y}', 'https://a/{z}/{x}.png', 'osm'])
      expect(parseBasemap(wrong), wrong).toBeUndefined()
  })

  it('makes of a 天地图 key its drawing and its names, row before column', () => {
    const basemap = basemapSchema.parse(parseBasemap('tianditu:abc'))
    expect(basemap.layers).toHaveLength(2)
    const [drawing, names] = basemap.layers.map((layer) => (layer.kind === 'tiles' ? layer.tiles : []))
    expect(drawing).toHaveLength(8)
    expect(drawing[7]).toBe(
      'https://t7.tianditu.gov.cn/vec_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER=vec&STYLE=default' +
        '&TILEMATRIXSET=w&FORMAT=tiles&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk=abc',
    )
    expect(names[0]).toContain('/cva_w/wmts?')
  })

  it('takes addresses of tiles and archives, of this server too', () => {
    expect(parseBasemap('/base/{z}/{x}/{y}.png', 'us')).toEqual({
      layers: [{ kind: 'tiles', tiles: ['/base/{z}/{x}/{y}.png'], maxZoom: 18 }],
      attribution: 'us',
    })
    expect(parseBasemap('https://a/city.pmtiles')?.layers[0]).toEqual({
      kind: 'pmtiles',
      url: 'https://a/city.pmtiles',
    })
  })
})
