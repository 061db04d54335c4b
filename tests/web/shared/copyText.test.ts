// Copying where the browser has a clipboard to write to, and over plain HTTP, where it has none.
import { afterEach, describe, expect, it, vi } from 'vitest'
import { copyText } from '../../../web/shared/copyText.ts'

const clipboardIs = (clipboard: unknown) =>
  Object.defineProperty(navigator, 'clipboard', { value: clipboard, configurable: true })
afterEach(() => {
  clipboardIs(undefined)
  vi.restoreAllMocks()
})

describe('copying', () => {
  it('writes to the clipboard where there is one', async () => {
    const writeText = vi.fn(async () => {})
    clipboardIs({ writeText })
    expect(await copyText('https://x.test/')).toBe(true)
    expect(writeText).toHaveBeenCalledWith('https://x.test/')
  })

  it('selects a field where there is none, and leaves the page as it was', async () => {
    clipboardIs(undefined)
    const selected: string[] = []
    document.execCommand = vi.fn(() => {
      selected.push((document.querySelector('textarea') as HTMLTextAreaElement).value)
      return true
    })
    expect(await copyText('经纬')).toBe(true)
    expect(selected).toEqual(['经纬'])
    expect(document.querySelector('textarea')).toBeNull()
  })

  it('says when nothing was copied', async () => {
    clipboardIs({ writeText: async () => Promise.reject(new Error('denied')) })
    document.execCommand = vi.fn(() => false)
    expect(await copyText('x')).toBe(false)
  })
})
