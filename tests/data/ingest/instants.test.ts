import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createInstantParser, guessDateForm } from '#data/ingest/instants.ts'
import { plainInstant } from '#data/ingest/plainCells.ts'
import { createZone } from '#data/ingest/zone.ts'

const iso = (text: string, zone = 'Asia/Shanghai', form: 'ymd' | 'mdy' | 'dmy' = 'ymd'): string | null => {
  const ms = createInstantParser(createZone(zone), form)(text)
  return ms === null ? null : new Date(ms).toISOString()
}

describe('createInstantParser', () => {
  it.each([
    ['2026-11-22 10:42:18', '2026-11-22T02:42:18.000Z'],
    ['2026/1/2 3:04', '2026-01-01T19:04:00.000Z'],
    ['2026年11月22日 10时42分', '2026-11-22T02:42:00.000Z'],
    ['2026年11月22日', '2026-11-21T16:00:00.000Z'],
    ['20261122', '2026-11-21T16:00:00.000Z'],
    ['20261122104218', '2026-11-22T02:42:18.000Z'],
    ['2026-11-22T10:42:18Z', '2026-11-22T10:42:18.000Z'],
    ['2016-07-13 15:11:07+00:00', '2016-07-13T15:11:07.000Z'],
    ['2026-11-22 10:42:18.123456 UTC', '2026-11-22T10:42:18.000Z'],
    ['46348.5', '2026-11-22T04:00:00.000Z'],
  ])('reads %s', (text, expected) => {
    expect(iso(text)).toBe(expected)
  })

  it('reads the order of day and month it was told', () => {
    expect(iso('03/04/2026 01:02:03 PM', 'UTC', 'mdy')).toBe('2026-03-04T13:02:03.000Z')
    expect(iso('03/04/2026', 'UTC', 'dmy')).toBe('2026-04-03T00:00:00.000Z')
    expect(iso('12/31/2026 12:00 AM', 'UTC', 'mdy')).toBe('2026-12-31T00:00:00.000Z')
  })

  it.each([
    '',
    '2025/13/02',
    '2025-02-30',
    '25:00',
    'yesterday',
    '2026-01-01 24:00',
    '1.40402E+14',
    '2026-01-01 13:00 PM',
  ])('refuses %j', (text) => {
    expect(iso(text)).toBeNull()
  })

  it('takes local time in a zone with summer time, and one off by half an hour', () => {
    expect(iso('2026-07-01 12:00', 'America/Chicago')).toBe('2026-07-01T17:00:00.000Z')
    expect(iso('2026-01-01 12:00', 'America/Chicago')).toBe('2026-01-01T18:00:00.000Z')
    expect(iso('2026-01-01 12:00', 'Asia/Kolkata')).toBe('2026-01-01T06:30:00.000Z')
  })

  it('knows the quarter hour in which a clock changes', () => {
    // From 2:00 to 3:00 at 16:30 UTC, and back from 3:00 to 2:00.
    expect(iso('2026-10-04 01:45', 'Australia/Adelaide')).toBe('2026-10-03T16:15:00.000Z')
    expect(iso('2026-10-04 03:15', 'Australia/Adelaide')).toBe('2026-10-03T16:45:00.000Z')
    expect(iso('2026-10-04 03:45', 'Australia/Adelaide')).toBe('2026-10-03T17:15:00.000Z')
    expect(iso('2026-04-05 03:15', 'Australia/Adelaide')).toBe('2026-04-04T17:45:00.000Z')
    // By half an hour.
    expect(iso('2026-10-04 02:45', 'Australia/Lord_Howe')).toBe('2026-10-03T15:45:00.000Z')
  })

  it.each([
    'Australia/Adelaide',
    'Australia/Lord_Howe',
    'Asia/Kathmandu',
    'America/St_Johns',
    'Europe/Berlin',
  ])('tells the local time of %s as the calendar does, around both changes of a year', (name) => {
    const zone = createZone(name)
    const written = new Intl.DateTimeFormat('sv-SE', {
      ...{ timeZone: name, dateStyle: 'short', timeStyle: 'medium' },
    } as const)
    for (const year of [2024, 2026])
      for (const month of [2, 3, 9, 10])
        for (let minutes = 0; minutes < 31 * 24 * 60; minutes += 15) {
          const ms = Date.UTC(year, month, 1, 0, minutes)
          const local = new Date(zone.toLocal(ms)).toISOString().slice(0, 19).replace('T', ' ')
          if (local !== written.format(ms)) expect.soft(local).toBe(written.format(ms))
        }
  })

  it('reads back every whole second it could have written', () => {
    const zone = createZone('Asia/Shanghai')
    fc.assert(
      fc.property(fc.integer({ min: 700_000_000, max: 2_500_000_000 }), (second) => {
        const local = new Date(second * 1000 + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')
        expect(iso(local)).toBe(new Date(second * 1000).toISOString())
        expect(zone.toLocal(second * 1000)).toBe(second * 1000 + 8 * 3_600_000)
        const bytes = Uint8Array.from(local, (character) => character.charCodeAt(0))
        expect(zone.toUtc(plainInstant(bytes, 0, 19))).toBe(second * 1000)
      }),
    )
  })
})

describe('guessDateForm', () => {
  it('sees a day above twelve', () => {
    expect(guessDateForm(['01/02/2026', '13/02/2026'])).toBe('dmy')
    expect(guessDateForm(['01/02/2026', '01/13/2026'])).toBe('mdy')
    expect(guessDateForm(['2026-01-02'])).toBe('ymd')
  })
})
