// The theme's colours as text, for drawing that cannot read CSS variables itself. Anew when the theme changes.
import { type ShallowRef, shallowRef, watch } from 'vue'
import { useSettings } from '../stores/settings.ts'

const NAMES = {
  ...{ panel: '--panel', raise: '--raise', rule: '--rule', ink: '--ink', ink2: '--ink-2', ink3: '--ink-3' },
  ...{ accent: '--accent', warn: '--warn', bar: '--bar', barOn: '--bar-on', font: '--font' },
  ...{ poor: '--rank-poor-bar', good: '--rank-good' },
} as const
export type Tokens = Readonly<Record<keyof typeof NAMES, string>>

function read(): Tokens {
  const style = getComputedStyle(document.documentElement)
  const entries = Object.entries(NAMES).map(([key, name]) => [key, style.getPropertyValue(name).trim()])
  return Object.fromEntries(entries) as Tokens
}

export function useTokens(): ShallowRef<Tokens> {
  const settings = useSettings()
  const tokens = shallowRef(read())
  watch(
    () => settings.theme,
    () => {
      tokens.value = read()
    },
    { flush: 'post' },
  )
  return tokens
}
