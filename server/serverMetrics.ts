// Prometheus figures of this server. A registry of its own, so that tests run several servers in one process.
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

export interface ServerMetrics {
  observeRequest(method: string, route: string, status: number, seconds: number): void
  /** Calls `read` at each scrape. */
  gauge(name: string, help: string, read: () => number | Promise<number>): void
  /** Calls `read` at each scrape; its values only grow. */
  counter(name: string, help: string, read: () => number): void
  readonly contentType: string
  text(): Promise<string>
}

/** Seconds; tiles take well under a millisecond, a cold slice over 10 M incidents some hundreds. */
const DURATION_BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10]

/** @param ofProcess also heap, CPU and event-loop figures of the process. */
export function createServerMetrics(ofProcess: boolean): ServerMetrics {
  const registry = new Registry()
  if (ofProcess) collectDefaultMetrics({ register: registry })
  const requests = new Histogram({
    name: 'jingwei_http_request_duration_seconds',
    help: 'Time to answer, by route',
    labelNames: ['method', 'route', 'status'],
    buckets: DURATION_BUCKETS,
    registers: [registry],
  })
  return {
    observeRequest: (method, route, status, seconds) =>
      requests.observe({ method: knownMethod(method), route, status: String(status) }, seconds),
    gauge(name, help, read) {
      const gauge = new Gauge({
        name,
        help,
        registers: [registry],
        async collect() {
          this.set(await read())
        },
      })
      void gauge
    },
    counter(name, help, read) {
      const counter = new Counter({
        name,
        help,
        registers: [registry],
        collect() {
          this.reset()
          this.inc(read())
        },
      })
      void counter
    },
    contentType: registry.contentType,
    text: () => registry.metrics(),
  }
}

/** Labels come from a closed set, so that a client cannot grow the registry. */
const knownMethod = (method: string): string =>
  ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'].includes(method) ? method : 'other'
