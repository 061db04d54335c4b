import { describe, expect, it } from 'vitest'
import { endedOn, lastDays } from '../../../web/explore/dataEnd.ts'

const NOW = Date.parse('2026-11-22T02:00:00Z')
const source = (lastReceivedAt: string) => ({
  source: 'a',
  count: 1,
  lastReceivedAt,
  lastWrittenAt: '2026-11-22T01:59:00Z',
})

describe('data that ended long ago', () => {
  it('end on the local day of the newest incident of any source', () => {
    const sources = [source('2014-06-01T00:00:00Z'), source('2015-01-01T06:00:00Z')]
    expect(endedOn(sources, NOW, 'America/Chicago')).toBe('2015-01-01')
  })

  it('have not ended while one source is newer than a month', () => {
    const sources = [source('2014-06-01T00:00:00Z'), source('2026-10-30T00:00:00Z')]
    expect(endedOn(sources, NOW, 'Asia/Shanghai')).toBeNull()
    expect(endedOn([], NOW, 'Asia/Shanghai')).toBeNull()
  })

  it('are shown by their last thirty days', () => {
    expect(lastDays('2015-01-01')).toEqual({ from: '2014-12-03', to: '2015-01-01' })
  })
})
