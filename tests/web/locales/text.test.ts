import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { computed } from 'vue'
import { messages as en } from '../../../web/locales/en.ts'
import { setLanguage, useText } from '../../../web/locales/text.ts'
import { messages as zh } from '../../../web/locales/zh-CN.ts'

/** 'a.b' → text, for every message. */
function flatten(value: object, path = ''): Map<string, string> {
  const all = new Map<string, string>()
  for (const [key, inner] of Object.entries(value))
    if (typeof inner === 'string') all.set(path + key, inner)
    else for (const [deep, text] of flatten(inner, `${path}${key}.`)) all.set(deep, text)
  return all
}
const places = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort()

const sourcesOf = (folder: string): string =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(vue|ts)$/.test(name))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n')

describe('messages', () => {
  it('have the same keys and places in both languages', () => {
    const [chinese, english] = [flatten(zh), flatten(en)]
    expect([...english.keys()].sort()).toEqual([...chinese.keys()].sort())
    for (const [key, text] of chinese)
      expect.soft(new Set(places(english.get(key) ?? '')), key).toEqual(new Set(places(text)))
  })

  it('are all used: by their key, or by one made of a prefix', () => {
    const sources = sourcesOf(resolve(import.meta.dirname, '../../../web'))
    const prefixes = [...sources.matchAll(/`([a-z]+(?:\.[a-z]+)*\.)\$\{/g)].map((match) => match[1])
    const isUsed = (key: string) =>
      sources.includes(`'${key}'`) || prefixes.some((prefix) => key.startsWith(prefix))
    expect([...flatten(zh).keys()].filter((key) => !isUsed(key))).toEqual([])
  })

  it('shout nowhere', () => {
    for (const text of [...flatten(zh).values(), ...flatten(en).values()]) expect(text).not.toMatch(/[!！]/)
  })

  it('follow the language where they are shown', async () => {
    const text = useText()
    const shown = computed(() => text.t('kpi.target', { value: 97 }))
    await setLanguage('zh-CN')
    expect(shown.value).toBe('目标 97')
    await setLanguage('en')
    expect(shown.value).toBe('Target 97')
    expect(document.documentElement.lang).toBe('en')
  })
})
