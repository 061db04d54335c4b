// Problems (RFC 9457): the one place where an error becomes an answer. A route throws HttpProblem;
// whatever else is thrown is a 500 that tells nothing but the request id.
import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { z } from 'zod'
import type { Problem } from '#data/model/api.ts'

const TITLES = {
  400: 'Malformed request',
  401: 'Not signed in',
  403: 'Forbidden',
  404: 'Not found',
  405: 'Method not allowed',
  409: 'Conflict',
  412: 'Precondition failed',
  413: 'Body too large',
  414: 'Address too long',
  415: 'Unsupported media type',
  422: 'Refused',
  429: 'Too many requests',
  500: 'Internal error',
  503: 'Not ready',
} as const
export type ProblemStatus = keyof typeof TITLES

export interface Violation {
  /** The parameter or field concerned. */
  readonly path: string
  readonly message: string
  /** Stable, where the interface has words for it. */
  readonly code?: string
}

export class HttpProblem extends Error {
  constructor(
    readonly status: ProblemStatus,
    detail: string,
    readonly violations: readonly Violation[] = [],
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(detail)
  }
}

/** 400 (or another status) for one parameter. */
export const violation = (path: string, message: string, status: ProblemStatus = 400): HttpProblem =>
  new HttpProblem(status, `${path}: ${message}`, [{ path, message }])

/** A thing named in the path that is not there. */
export const notFound = (path: string, message: string): HttpProblem => violation(path, message, 404)

export function fromZodError(error: z.core.$ZodError): HttpProblem {
  const violations = error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ path: key, message: 'unknown parameter' }))
      : [{ path: issue.path.join('.') || '(query)', message: issueMessage(issue) }],
  )
  return new HttpProblem(400, violations.map((v) => `${v.path}: ${v.message}`).join('; '), violations)
}

function issueMessage(issue: z.core.$ZodIssue): string {
  // A parameter repeated in a query arrives as an array.
  if (issue.message.endsWith('received array')) return 'given more than once'
  return issue.message.replace(/^Invalid input: /, '')
}

export function problemBody(
  status: ProblemStatus,
  requestId: string,
  detail?: string,
  violations: readonly Violation[] = [],
): Problem {
  return {
    type: `urn:jingwei:problem:${status}`,
    title: TITLES[status],
    status,
    ...(detail === undefined ? {} : { detail }),
    requestId,
    ...(violations.length === 0 ? {} : { violations: [...violations] }),
  }
}

/** Any thrown thing as a problem; only an unexpected one is `unexpected` and to be logged with its stack. */
export function asProblem(error: unknown): { problem: HttpProblem; unexpected: boolean } {
  if (error instanceof HttpProblem) return { problem: error, unexpected: false }
  if (error instanceof HTTPException && error.status in TITLES)
    return { problem: new HttpProblem(error.status as ProblemStatus, error.message), unexpected: false }
  return {
    problem: new HttpProblem(500, 'Something failed here; the log has it under this request id.'),
    unexpected: true,
  }
}

export function problemResponse(context: Context, problem: HttpProblem): Response {
  const requestId: string = context.get('requestId') ?? ''
  return new Response(
    JSON.stringify(problemBody(problem.status, requestId, problem.message, problem.violations)),
    {
      status: problem.status,
      headers: {
        'content-type': 'application/problem+json',
        'cache-control': 'no-store',
        ...problem.headers,
      },
    },
  )
}
