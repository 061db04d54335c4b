// Theme and language: in the address when switched (so a link looks the same), kept on the pages that one goes on to,
// remembered in the browser.
import { defineStore } from 'pinia'
import { computed, ref, shallowReactive, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { setLanguage } from '../locales/text.ts'
import type { Lang } from '../shared/format.ts'
import type { ThemeName } from '../theme/palettes.ts'

const isTheme = (value: unknown): value is ThemeName => value === 'light' || value === 'dark'
const isLang = (value: unknown): value is Lang => value === 'zh-CN' || value === 'en'

/** Storage may be forbidden; then nothing is remembered. */
function remembered(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}
function remember(key: string, value: string): void {
  try {
    localStorage.setItem(key, value)
  } catch {
    // nothing to do: the address carries it
  }
}

const THEME_KEY = 'jingwei.theme'
const LANG_KEY = 'jingwei.lang'

export const useSettings = defineStore('settings', () => {
  const route = useRoute()
  const router = useRouter()
  const system = matchMedia('(prefers-color-scheme: dark)')
  const systemIsDark = ref(system.matches)
  system.addEventListener('change', () => {
    systemIsDark.value = system.matches
  })

  /** What an address last asked for: the next page's may not say. */
  const asked = shallowReactive({ theme: route.query.theme, lang: route.query.lang })
  watch(
    () => route.query,
    ({ theme, lang }) => Object.assign(asked, theme && { theme }, lang && { lang }),
    { immediate: true, flush: 'sync' },
  )
  const theme = computed<ThemeName>(
    () => [asked.theme, remembered(THEME_KEY)].find(isTheme) ?? (systemIsDark.value ? 'dark' : 'light'),
  )
  const lang = computed<Lang>(() => [asked.lang, remembered(LANG_KEY)].find(isLang) ?? 'zh-CN')

  watch(
    theme,
    (value) => {
      document.documentElement.dataset.theme = value
    },
    { immediate: true },
  )
  watch(lang, (value) => setLanguage(value), { immediate: true })

  function setTheme(value: ThemeName): void {
    remember(THEME_KEY, value)
    router.replace({ query: { ...route.query, theme: value } })
  }
  function setLang(value: Lang): void {
    remember(LANG_KEY, value)
    router.replace({ query: { ...route.query, lang: value } })
  }
  return { theme, lang, setTheme, setLang }
})
