// What happens to accounts, for whoever records it (the audit). No event carries a password, a code or a token.
export interface AccountEvent {
  readonly at: string
  /** null: nobody was signed in. */
  readonly principalId: string | null
  /** Network address; `local` for the command line. */
  readonly address: string
  readonly action:
    | 'sign-in'
    | 'sign-out'
    | 'lock-out'
    | 'password-changed'
    | 'second-factor-changed'
    | 'session-ended'
    | 'account-created'
    | 'account-changed'
    | 'account-disabled'
    | 'link-made'
    | 'token-made'
    | 'token-revoked'
    | 'token-refused'
  /** The account concerned, its name as it was given; of a token its kind and name. */
  readonly target: string
  readonly outcome: 'done' | 'refused'
}

export type OnAccountEvent = (event: AccountEvent) => void
