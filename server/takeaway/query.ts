// Queries of routes that answer with files: checked like every other, repeated parameters refused by name.
import type { Context } from 'hono'
import type { z } from 'zod'
import { fromZodError, violation } from '../problem.ts'

export function parseQuery<Schema extends z.ZodType>(context: Context, schema: Schema): z.output<Schema> {
  const queries = context.req.queries()
  const repeated = Object.keys(queries).find((key) => queries[key].length > 1)
  if (repeated !== undefined) throw violation(repeated, 'given more than once')
  const parsed = schema.safeParse(context.req.query())
  if (!parsed.success) throw fromZodError(parsed.error)
  return parsed.data
}
