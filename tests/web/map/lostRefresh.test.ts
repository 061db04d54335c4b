import type { Map as MapLibreMap } from 'maplibre-gl'
import { expect, it, vi } from 'vitest'
import { keepRefreshes } from '../../../web/map/lostRefresh.ts'

const TILE = { key: 'z0', canonical: { x: 1, y: 2, z: 3 } }

/** What of a map hears of a source's answer. */
function listening(isWaiting: boolean) {
  const listeners: Record<string, (event?: object) => void> = {}
  const hear = (name: string, listener: (event?: object) => void) => {
    listeners[name] = listener
  }
  const refreshTiles = vi.fn()
  const style = { tileManagers: { units: { _paused: isWaiting } } }
  keepRefreshes({
    on: hear,
    once: hear,
    getSource: () => ({}),
    refreshTiles,
    style,
  } as unknown as MapLibreMap)
  const tile = (name: string) => listeners[name]({ sourceId: 'units', tile: { tileID: TILE } })
  const answer = (more: object) =>
    listeners.sourcedata({ sourceId: 'units', sourceDataType: 'content', sourceDataChanged: true, ...more })
  return { answer, tile, draw: () => listeners.render?.(), refreshTiles }
}

it('asks for the tiles of an address that came while the source waited, once the next picture is drawn', () => {
  const { answer, draw, refreshTiles } = listening(true)
  answer({})
  expect(refreshTiles).not.toHaveBeenCalled()
  draw()
  expect(refreshTiles).toHaveBeenCalledExactlyOnceWith('units')
})

it('leaves alone what MapLibre heard, and answers that change nothing', () => {
  for (const [isWaiting, more] of [
    [false, {}],
    [true, { sourceDataChanged: false }],
    [true, { sourceDataType: 'metadata' }],
    [true, { sourceId: 'another' }],
  ] as const) {
    const { answer, draw, refreshTiles } = listening(isWaiting)
    answer(more)
    draw()
    expect(refreshTiles).not.toHaveBeenCalled()
  }
})

it('asks again for a tile that was on its way from the address before', () => {
  const { answer, tile, refreshTiles } = listening(false)
  tile('sourcedataloading')
  answer({})
  expect(refreshTiles).not.toHaveBeenCalled()
  tile('sourcedata')
  tile('sourcedata')
  expect(refreshTiles).toHaveBeenCalledExactlyOnceWith('units', [TILE.canonical])
})

it('asks nothing again for a tile that came before, or was given up', () => {
  for (const name of ['sourcedata', 'sourcedataabort']) {
    const { answer, tile, refreshTiles } = listening(false)
    tile('sourcedataloading')
    tile(name)
    answer({})
    tile('sourcedata')
    expect(refreshTiles).not.toHaveBeenCalled()
  }
})
