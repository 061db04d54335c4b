// An expected no of this folder: `code` is stable and the interface has words for it.
export class AccountRefusal extends Error {
  constructor(
    readonly code:
      | 'wrong'
      | 'locked'
      | 'wrong-code'
      | 'wrong-password'
      | 'link-unknown'
      | 'name-taken'
      | 'unknown-account'
      | 'weak-password'
      | 'not-local'
      | 'last-administrator'
      | 'token-unknown'
      | 'scope-unknown'
      | 'source-unknown'
      | 'bad-scene',
    message: string,
    readonly more: { readonly retryAfterMs?: number; readonly faults?: readonly string[] } = {},
  ) {
    super(message)
  }
}
