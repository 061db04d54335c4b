// A basemap is asked of the address that is set, lies beneath the units and never of itself: tiles of a server
// started here, and archives of pictures and of lines read by ranges.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Jingwei, mapIdle, openPage, startBrowser, startJingwei } from './harness.ts'

let tiles: Server
let origin = ''
const asked: string[] = []
let jingwei: Jingwei
let browser: Browser

/** One red pixel. */
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==',
  'base64',
)

const varint = (value: number): number[] =>
  value < 128 ? [value] : [(value & 127) | 128, ...varint(Math.floor(value / 128))]

/** A vector tile (MVT 2.1) of one layer `roads`: lines from west to east, four pixels apart. */
function tileOfRoads(): Buffer {
  const [extent, gap] = [4096, 32]
  const bytes = (field: number, value: number[]): number[] => [
    (field << 3) | 2,
    ...varint(value.length),
    ...value,
  ]
  const zigzag = (value: number): number[] => varint(value < 0 ? -2 * value - 1 : 2 * value)
  const [moveTo, lineTo] = [9, 10]
  const lines = Array.from({ length: extent / gap }, (_, i) => [
    ...[moveTo, ...zigzag(i === 0 ? 0 : -extent), ...zigzag(i === 0 ? gap / 2 : gap)],
    ...[lineTo, ...zigzag(extent), ...zigzag(0)],
  ])
  const feature = [3 << 3, 2, ...bytes(4, lines.flat())]
  const layer = [
    15 << 3,
    2,
    ...bytes(1, [...Buffer.from('roads')]),
    ...bytes(2, feature),
    5 << 3,
    ...varint(extent),
  ]
  return Buffer.from(bytes(3, layer))
}

/** A PMTiles v3 archive (its specification, sections 3 and 4) of one tile that stands for every one down to z 8. */
function archiveOf(tile: Buffer, kind: 'mvt' | 'png', described: object = {}): Buffer {
  const HEADER = 127
  const tileCount = (4 ** 9 - 1) / 3
  // One entry: its id, its run, its length, its offset + 1.
  const directory = Buffer.from([1, 0, ...varint(tileCount), ...varint(tile.length), 1])
  const metadata = Buffer.from(JSON.stringify(described))
  const header = Buffer.alloc(HEADER)
  header.write('PMTiles', 0)
  header[7] = 3
  const tilesAt = HEADER + directory.length + metadata.length
  const places = [HEADER, directory.length, HEADER + directory.length, metadata.length, tilesAt, 0, tilesAt]
  for (const [i, place] of [...places, tile.length, tileCount, 1, 1].entries())
    header.writeBigUInt64LE(BigInt(place), 8 + 8 * i)
  // Clustered, nothing compressed, the kind of tile, z 0 to 8.
  header.set([1, 1, 1, kind === 'mvt' ? 1 : 2, 0, 8], 96)
  const degrees = [-180, -85, 180, 85]
  for (const [i, degree] of degrees.entries()) header.writeInt32LE(degree * 1e7, 102 + 4 * i)
  return Buffer.concat([header, directory, metadata, tile])
}
const archives = new Map([
  ['/city.pmtiles', archiveOf(png, 'png')],
  ['/roads.pmtiles', archiveOf(tileOfRoads(), 'mvt', { vector_layers: [{ id: 'roads', fields: {} }] })],
])

beforeAll(async () => {
  tiles = createServer((request, response) => {
    asked.push(request.url ?? '')
    response.setHeader('access-control-allow-origin', '*')
    response.setHeader('access-control-allow-headers', 'range')
    const archive = archives.get(request.url ?? '')
    if (!archive) return response.setHeader('content-type', 'image/png').end(png)
    const [, from, to] = /bytes=(\d+)-(\d+)/.exec(request.headers.range ?? '') ?? []
    if (from === undefined) return response.end(archive)
    const end = Math.min(Number(to), archive.length - 1)
    response.writeHead(206, { 'content-range': `bytes ${from}-${end}/${archive.length}` })
    return response.end(archive.subarray(Number(from), end + 1))
  })
  await new Promise<void>((done) => tiles.listen(0, '127.0.0.1', done))
  origin = `http://127.0.0.1:${(tiles.address() as AddressInfo).port}`
  browser = await startBrowser()
})
afterAll(async () => {
  delete process.env.JINGWEI_BASEMAP
  delete process.env.JINGWEI_BASEMAP_ATTRIBUTION
  await browser?.close()
  await jingwei?.stop()
  tiles?.close()
})

/** Opens the map of a server with this setting. */
async function openWith(setting: string): Promise<Page> {
  await jingwei?.stop()
  process.env.JINGWEI_BASEMAP = setting
  process.env.JINGWEI_BASEMAP_ATTRIBUTION = 'the test'
  jingwei = await startJingwei()
  asked.length = 0
  const { page } = await openPage(browser, jingwei.url)
  await page.goto(`${jingwei.url}/?e2e`)
  await mapIdle(page)
  return page
}

/** Darkest colour of a few pixels of the map where no unit lies. */
async function ground(page: Page): Promise<number[]> {
  const shot = await page.screenshot({ clip: { x: 900, y: 640, width: 1, height: 9 } })
  return page.evaluate(
    async (source) => {
      const canvas = document.createElement('canvas')
      const image = new Image()
      image.src = source
      await image.decode()
      const context = canvas.getContext('2d')
      context?.drawImage(image, 0, 0)
      const { data } = context!.getImageData(0, 0, 1, image.height)
      const pixels = Array.from({ length: image.height }, (_, i) => [...data.slice(4 * i, 4 * i + 3)])
      return pixels.sort((a, b) => a[1] - b[1])[0]
    },
    `data:image/png;base64,${shot.toString('base64')}`,
  )
}

/** Red without its colour, at a quarter over #f3f3f0: grey, and darker than the bare ground. */
function expectGreyBeneath([red, green, blue]: number[]): void {
  expect(Math.max(red, green, blue) - Math.min(red, green, blue)).toBeLessThan(12)
  expect(green).toBeLessThan(236)
}

describe('a basemap', () => {
  it('of tiles is asked at its address, named, and leaves the city as it was', async () => {
    const page = await openWith(`${origin}/{z}/{x}/{y}.png`)
    expect(asked.length).toBeGreaterThan(0)
    expect(asked.every((path) => /^\/\d+\/\d+\/\d+\.png$/.test(path))).toBe(true)
    expect(await page.locator('.attribution').textContent()).toBe('the test')
    expectGreyBeneath(await ground(page))
  })

  it('of an archive is read by ranges', async () => {
    const page = await openWith(`${origin}/city.pmtiles`)
    await mapIdle(page)
    expectGreyBeneath(await ground(page))
    expect(asked.filter((path) => path === '/city.pmtiles').length).toBeGreaterThan(1)
  })

  it('of a vector archive has its lines beneath', async () => {
    const page = await openWith(`${origin}/roads.pmtiles`)
    await mapIdle(page)
    expectGreyBeneath(await ground(page))
  })
})
