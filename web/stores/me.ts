// Who is looking and what they may, so that what one may not use is absent. Asked once, and again after signing in;
// until it is answered nothing is allowed. The server decides all the same.
import { defineStore } from 'pinia'
import { watch } from 'vue'
import { readMe } from '../api/account.ts'
import { isSignedOut } from '../api/signedOut.ts'
import { useResource } from '../api/useResource.ts'

export const useMe = defineStore('me', () => {
  const { data, state, refresh } = useResource(() => 'me', readMe)
  watch(isSignedOut, (isOut) => {
    if (!isOut) void refresh()
  })
  /** @param permission a name of server/access/permissions.ts */
  const may = (permission: string): boolean => data.value?.permissions.includes(permission) ?? false
  return { me: data, state, may }
})
