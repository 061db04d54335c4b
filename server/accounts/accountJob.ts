// What `jingwei account` asks for, in this process or in the server that holds the folder.
import { z } from 'zod'
import { ACCOUNT_NAME } from '#data/model/account.ts'
import { scopeSchema } from '#data/model/administration.ts'
import { ROLES } from '../access/principal.ts'
import type { Accounts } from './accounts.ts'

export const accountJobSchema = z.discriminatedUnion('do', [
  z.object({ do: z.literal('setup') }),
  z.object({ do: z.literal('list') }),
  z.object({
    ...{ do: z.literal('add'), name: z.string().regex(ACCOUNT_NAME, 'name: letters, figures and . _ @ -') },
    ...{ displayName: z.string(), role: z.enum(ROLES), scope: scopeSchema },
  }),
  z.object({ do: z.enum(['disable', 'enable', 'reset']), name: z.string() }),
])
export type AccountJob = z.infer<typeof accountJobSchema>

export interface AccountJobResult {
  /** Secret of a one-time link. */
  readonly token?: string
  readonly accounts?: readonly {
    readonly name: string
    readonly displayName: string
    readonly role: string
    readonly scope: string
    readonly state: string
  }[]
}

const BY = { address: 'local', principalId: null }

export async function runAccountJob(accounts: Accounts, job: AccountJob): Promise<AccountJobResult> {
  switch (job.do) {
    case 'setup':
      return { token: await accounts.makeSetUpLink('local') }
    case 'add':
      return { token: await accounts.addAccount(job, BY) }
    case 'reset':
      return { token: await accounts.resetAccount(job.name, BY) }
    case 'disable':
    case 'enable':
      await accounts.setDisabled(job.name, job.do === 'disable' ? Date.now() : null, BY)
      return {}
    case 'list':
      return {
        accounts: accounts.directory.list().map(({ name, displayName, role, scope, ...account }) => ({
          ...{ name, displayName, role },
          scope: scope.kind === 'all' ? 'all' : `${scope.kind} ${scope.code}`,
          state:
            account.disabledAtMs !== null
              ? 'disabled'
              : account.origin === 'local' && account.passwordHash === null
                ? 'no password yet'
                : 'active',
        })),
      }
  }
}
