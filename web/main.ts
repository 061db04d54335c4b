// Starts the app. The shell is Vue, the router and the state; pages, messages and type come after it.
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import { router } from './router.ts'
import { useSettings } from './stores/settings.ts'
import './theme/tokens.css'
import './theme/base.css'

const app = createApp(App).use(createPinia()).use(router)
router.isReady().then(() => {
  useSettings()
  app.mount('#app')
})
import('./theme/fonts.ts')
