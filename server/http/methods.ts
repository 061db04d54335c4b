// 405 with Allow for a path that exists, asked with a method it does not know.
import { guard } from '../access/guard.ts'
import { HttpProblem } from '../problem.ts'
import type { App } from '../routes/route.ts'

/** Call after every route is added. HEAD goes with GET. */
export function addMethodRefusals(app: App): void {
  const methodsOf = new Map<string, Set<string>>()
  for (const { method, path } of app.routes) {
    if (method === 'ALL' || path.endsWith('*')) continue
    const methods = methodsOf.get(path) ?? new Set<string>()
    methodsOf.set(path, methods.add(method))
    if (method === 'GET') methods.add('HEAD')
  }
  for (const [path, methods] of methodsOf) {
    const allow = [...methods].join(', ')
    app.all(path, guard('open'), (context) => {
      throw new HttpProblem(405, `${context.req.method} is not for this path; ${allow} is.`, [], { allow })
    })
  }
}
