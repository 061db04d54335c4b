import { expect, test } from 'vitest'
import { acceptedEncoding } from '../../../server/http/encoding.ts'
import { noneMatch, weakTag } from '../../../server/http/etag.ts'

test('If-None-Match takes lists, stars and either strength of a tag', () => {
  expect(noneMatch(undefined, 'W/"a"')).toBe(false)
  expect(noneMatch('*', 'W/"a"')).toBe(true)
  expect(noneMatch('"x", W/"a" ,"y"', '"a"')).toBe(true)
  expect(noneMatch('"a"', 'W/"a"')).toBe(true)
  expect(noneMatch('"x,a"', '"a"')).toBe(false)
  expect(noneMatch('a', '"a"')).toBe(false)
})

test('equal bytes have equal tags', () => {
  expect(weakTag('经纬')).toBe(weakTag(new TextEncoder().encode('经纬')))
  expect(weakTag('a')).not.toBe(weakTag('b'))
})

test('a coding is chosen in our order among those the client takes', () => {
  expect(acceptedEncoding('gzip, br', ['br', 'gzip'])).toBe('br')
  expect(acceptedEncoding('GZIP;q=0.5', ['br', 'gzip'])).toBe('gzip')
  expect(acceptedEncoding('gzip;q=0', ['gzip'])).toBeNull()
  expect(acceptedEncoding('*;q=0.1', ['gzip'])).toBe('gzip')
  expect(acceptedEncoding('gzip;q=0, *', ['gzip'])).toBeNull()
  expect(acceptedEncoding('identity', ['gzip'])).toBeNull()
  expect(acceptedEncoding(null, ['gzip'])).toBeNull()
})
