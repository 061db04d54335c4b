import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createInstantParser } from '#data/ingest/instants.ts'
import { plainDecimal, plainInstant } from '#data/ingest/plainCells.ts'
import { createZone } from '#data/ingest/zone.ts'

const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0))

it('reads a number as Number() does, or not at all', () => {
  const written = fc.oneof(
    fc.double({ min: -200, max: 200, noNaN: true }).map(String),
    fc.tuple(fc.integer(), fc.nat({ max: 9_999_999 })).map((parts) => parts.join('.')),
    fc.stringMatching(/^-?[0-9.]{0,18}[e-]?$/),
  )
  fc.assert(
    fc.property(written, (text) => {
      const read = plainDecimal(bytesOf(text), 0, text.length)
      if (!Number.isNaN(read)) expect(read).toBe(Number(text))
    }),
  )
  expect(plainDecimal(bytesOf('112.123456'), 0, 10)).toBe(112.123456)
})

it('reads a date as the parser of texts does, or not at all', () => {
  const parse = createInstantParser(createZone('UTC'), 'ymd')
  const part = (max: number) => fc.nat({ max }).map((number) => String(number).padStart(2, '0'))
  const written = fc
    .tuple(fc.integer({ min: 1890, max: 2210 }), part(13), part(32), part(25), part(61), part(61))
    .chain(([year, month, day, hour, minute, second]) =>
      fc.constantFrom(
        `${year}-${month}-${day}`,
        `${year}/${month}/${day}`,
        `${year}-${month}-${day} ${hour}:${minute}`,
        `${year}-${month}-${day}T${hour}:${minute}:${second}`,
        `${year}/${month}-${day} ${hour}:${minute}:${second}`,
      ),
    )
  fc.assert(
    fc.property(written, (text) => {
      const read = plainInstant(bytesOf(text), 0, text.length)
      if (!Number.isNaN(read)) expect(read).toBe(parse(text))
    }),
    { numRuns: 1000 },
  )
  expect(plainInstant(bytesOf('2024-02-29 23:59:59'), 0, 19)).toBe(Date.UTC(2024, 1, 29, 23, 59, 59))
})

it('knows an hour that a change of the clock leaves out or repeats', () => {
  const chicago = createZone('America/Chicago')
  for (let minute = 0; minute < 2 * 24 * 60; minute += 30) {
    const utc = Date.UTC(2026, 2, 8) + minute * 60_000
    const local = new Intl.DateTimeFormat('sv-SE', {
      timeZone: 'America/Chicago',
      dateStyle: 'short',
      timeStyle: 'medium',
    }).format(utc)
    expect(new Date(chicago.toLocal(utc)).toISOString().slice(0, 19).replace('T', ' ')).toBe(local)
    expect(chicago.toUtc(chicago.toLocal(utc))).toBe(utc)
  }
})
