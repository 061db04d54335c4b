import { expect, it } from 'vitest'
import { nextFrame } from '../../../web/explore/slider/usePlayback.ts'

it('moves a window through the days and ends when its end has left them', () => {
  expect(nextFrame({ from: 0, to: 6 }, 7, 20)).toEqual({ from: 7, to: 13 })
  expect(nextFrame({ from: 7, to: 13 }, 7, 20)).toBeNull()
  expect(nextFrame({ from: 6, to: 12 }, 7, 20)).toEqual({ from: 13, to: 19 })
})
