// The pages beside the map that whoever is signed in may use; the others are absent.
import { computed } from 'vue'
import { useAccountText } from '../locales/accountText.ts'
import { useMe } from './me.ts'

export function useAreas() {
  const words = useAccountText()
  const my = useMe()
  return computed(() => {
    const { areas } = words.value
    return [
      { permission: 'accounts', to: '/users', name: areas.users },
      { permission: 'accounts', to: '/sessions', name: areas.sessions },
      { permission: 'accounts', to: '/tokens', name: areas.tokens },
      { permission: 'import', to: '/imports', name: areas.imports },
      { permission: 'published', to: '/public', name: areas.published },
      { permission: 'audit', to: '/audit', name: areas.audit },
    ].filter(({ permission }) => my.may(permission))
  })
}
