// Which requests stand in the audit: all that change something, every export and reading of the audit, and every refusal
// to somebody who is known. Looking at figures is in the request log.
import type { Context, MiddlewareHandler } from 'hono'
import type { AuditOutcome } from '#data/model/audit.ts'
import type { AccessVariables } from '../access/guard.ts'
import type { Permission } from '../access/permissions.ts'
import type { Principal } from '../access/principal.ts'
import type { Logger } from '../logging/logger.ts'
import { HttpProblem } from '../problem.ts'
import type { AuditEvent, AuditLog } from './auditLog.ts'

/** Recorded even when they only read. */
const READS: readonly Permission[] = ['takeaway', 'audit']
const FORBIDDEN = 403

/**
 * An answer waits for its line. Where the line cannot be written nothing is taken away: what was to be read is withheld;
 * what was changed is changed, and the log says so.
 */
export function auditTrail(
  audit: Pick<AuditLog, 'record'>,
  addressOf: (context: Context) => string,
  logger: Logger,
): MiddlewareHandler<{ Variables: AccessVariables }> {
  return async (context, next) => {
    await next()
    const { permission, principal } = context.var
    const { method, path } = context.req
    const isRead = method === 'GET' || method === 'HEAD'
    if (!permission || !principal) return
    const isRefused = context.res.status === FORBIDDEN
    if (isRead && !READS.includes(permission) && !isRefused) return
    const event = {
      who: whoOf(principal),
      from: addressOf(context),
      action: permission,
      target: `${method} ${path}`,
      outcome: outcomeOf(context.res.status),
    }
    try {
      await audit.record(event)
    } catch (error) {
      logger.error({ err: error, event }, 'the audit cannot be written')
      if (isRead)
        throw new HttpProblem(503, 'This cannot be recorded in the audit and is therefore not given out.')
    }
  }
}

export const whoOf = ({ id, displayName, role }: Principal): AuditEvent['who'] => ({
  id,
  name: displayName,
  role,
})

export const outcomeOf = (status: number): AuditOutcome =>
  status < 400 ? 'done' : status < 500 ? 'refused' : 'failed'
