// Every reason the importer can give has words in both languages: the codes are read from its sources.
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, it } from 'vitest'
import { importWords as en } from '../../../web/locales/imports.en.ts'
import { importWords as zh } from '../../../web/locales/imports.zh-CN.ts'
import { uploadWords as moreEn } from '../../../web/locales/uploads.en.ts'
import { uploadWords as moreZh } from '../../../web/locales/uploads.zh-CN.ts'

const root = resolve(import.meta.dirname, '../../..')

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(root, folder, name), 'utf8'))
}

const CODE =
  /(?:IngestError|malformed|refuse|fault)\(\s*'([a-z]+(?:-[a-z]+)+|unexpected)'|reason: '([a-z-]+)'|code: '([a-z]+(?:-[a-z]+)+)'/g

function codes(): string[] {
  const found = [...sources('data/ingest'), ...sources('server/ingest')].flatMap((text) =>
    [...text.matchAll(CODE)].map((match) => match[1] ?? match[2] ?? match[3]),
  )
  return [...new Set(found)].sort()
}

it('every code has both texts', () => {
  const all = codes()
  expect(all.length).toBeGreaterThan(40)
  for (const code of all) {
    expect.soft(zh.reasons[code] ?? moreZh.faults[code], `${code} in Chinese`).toMatch(/\p{Script=Han}/u)
    expect.soft(en.reasons[code] ?? moreEn.faults[code], `${code} in English`).toMatch(/^[\x20-\x7e–’]+$/)
  }
})

it('every note of a draft has both texts', () => {
  const all = [...sources('data/ingest'), ...sources('server/ingest')].flatMap((text) =>
    [...text.matchAll(/\bdoubt\(\s*'([a-z-]+)'/g)].map(([, code]) => code),
  )
  expect(new Set(all).size).toBeGreaterThan(6)
  for (const code of all) {
    expect.soft(moreZh.notes[code]?.('x'), `${code} in Chinese`).toMatch(/\p{Script=Han}/u)
    expect.soft(moreEn.notes[code]?.('x'), `${code} in English`).toMatch(/^[\x20-\x7e–’“”]+$/)
  }
  expect(Object.keys(moreEn.notes).sort()).toEqual(Object.keys(moreZh.notes).sort())
})

it('both languages know the same codes and shout nowhere', () => {
  expect(Object.keys(moreEn.faults).sort()).toEqual(Object.keys(moreZh.faults).sort())
  expect(Object.keys(moreEn).sort()).toEqual(Object.keys(moreZh).sort())
  for (const text of Object.values({ ...moreZh.faults, ...moreEn.faults })) expect(text).not.toMatch(/[!！]/)
})
