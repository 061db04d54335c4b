// What a wall shows, from what is copied out of an address bar.
import { expect, it } from 'vitest'
import { sceneOf } from '../../../web/admin/scene.ts'

const ROOT = 'https://grid.example.cn/jingwei/'

it.each([
  ['/?level=township', '/?level=township'],
  [' /?list=open#part ', '/?list=open'],
  ['https://grid.example.cn/jingwei/?unit=1404&theme=dark', '/?unit=1404&theme=dark'],
  ['https://grid.example.cn/jingwei', '/'],
])('takes path and query below the root of %s', (typed, scene) => {
  expect(sceneOf(typed, ROOT)).toBe(scene)
})

it.each([
  '',
  'level=township',
  '//example.org/',
  'https://example.org/jingwei/',
  'https://grid.example.cn/other/',
  'https://grid.example.cn/jingweizhi/',
  'javascript:alert(1)',
])('refuses %s', (typed) => {
  expect(sceneOf(typed, ROOT)).toBeNull()
})
