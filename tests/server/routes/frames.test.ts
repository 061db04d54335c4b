// Frames of a playback say what the slice of the same window says.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { classOfLetter } from '#data/metrics/classLetters.ts'
import { classesResponseSchema, sliceResponseSchema } from '#data/model/figuresApi.ts'
import { frameSchema, framesHeadSchema } from '#data/model/frames.ts'
import { createTestServer, type TestServer } from './testServer.ts'

let server: TestServer
beforeAll(async () => {
  server = await createTestServer()
})
afterAll(() => server.close())

const DAYS = ['2026-05-01/2026-05-31', '2026-06-01/2026-06-30', '2026-06-20/2026-06-20']
const local = (day: string, plus = 0) =>
  new Date(Date.parse(`${day}T00:00:00+08:00`) + plus * 86_400_000).toISOString()

async function framesOf(query: string) {
  const response = await server.request(`/api/frames?days=${DAYS.join()}&level=grid&${query}`)
  expect(response.status, await response.clone().text()).toBe(200)
  const [head, ...frames] = (await response.text())
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  return { head: framesHeadSchema.parse(head), frames: frames.map((frame) => frameSchema.parse(frame)) }
}

it.each([
  'metrics=density,handledRate',
  'metrics=received&category=04',
  'metrics=handledRate&within=104',
  'metrics=density&figures=smoothed',
  'metrics=density,handledRate&figures=smoothed',
])('have the classes and the figures of each window: %s', async (query) => {
  const { head, frames } = await framesOf(`${query}&headline=received,handledRate,open`)
  expect(frames).toHaveLength(DAYS.length)
  for (const [index, frame] of frames.entries()) {
    const [from, to] = DAYS[index].split('/')
    const asOf = new Date(Math.min(Date.parse(head.asOf), Date.parse(local(to, 1)))).toISOString()
    expect(frame).toMatchObject({ from, to, asOf })
    const window = `from=${local(from)}&to=${local(to, 1)}&asOf=${asOf}&seq=${head.seq}`
    const classes = await server.json(`/api/classes?level=grid&${query}&${window}`, classesResponseSchema)
    const { level: _, ...told } = classes
    expect(frame).toMatchObject(told)
    const others = query.replace(/metrics=[^&]*&?|figures=[^&]*&?/g, '')
    const slice = await server.json(
      `/api/slice?metrics=received,handledRate,open&${window}&${others}`,
      sliceResponseSchema,
    )
    expect(frame.figures).toEqual(slice.unit.figures)
    expect(frame.classes).toHaveLength(head.unitIds.length)
    if (query.includes('within')) continue
    // A letter a unit, and as many of each as the legend counts.
    const letters = [...frame.classes].map(classOfLetter)
    const sizes = classes.counts.flat()
    expect(sizes.map((_, at) => letters.filter((name) => name === at).length)).toEqual(sizes)
    expect(letters.filter((name) => name === 'few')).toHaveLength(classes.few)
  }
})

it('carry too few as a letter of its own, which smoothing takes away', async () => {
  const few = async (choice: string) =>
    (await framesOf(`metrics=handledRate&figures=${choice}`)).frames.map(({ classes, few }) => [
      [...classes].filter((letter) => letter === '?').length,
      few,
    ])
  const raw = await few('raw')
  expect(raw.some(([letters]) => letters > 0)).toBe(true)
  for (const [letters, counted] of raw) expect(letters).toBe(counted)
  expect(await few('smoothed')).toEqual(raw.map(() => [0, 0]))
})

it('refuse what is no window', async () => {
  expect(await server.problem('/api/frames?level=grid&days=2026-02-30/2026-03-01', 400)).toHaveProperty(
    'days',
  )
  expect(await server.problem('/api/frames?level=grid&days=2026-03-02/2026-03-01', 422)).toHaveProperty(
    'days',
  )
  expect(await server.problem('/api/frames?level=grid&days=', 422)).toHaveProperty('days')
  expect(await server.problem('/api/frames?level=street&days=2026-03-01/2026-03-01', 422)).toHaveProperty(
    'level',
  )
})
