// Opens the folder, listens, and becomes ready: what `jingwei serve` runs. It listens before it is ready, so
// that a first start can show how far the demo is.
import { existsSync } from 'node:fs'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { getRequestListener } from '@hono/node-server'
import { parseBasemap } from '#data/model/basemap.ts'
import { servicesForAsked } from './access/guard.ts'
import type { Asked } from './access/principal.ts'
import type { Accounts } from './accounts/accounts.ts'
import { openAuditedAccounts } from './accounts/auditedAccounts.ts'
import { isLoopback, linkAddress, needsSetUpLink, openDesk, refusalToStart } from './accounts/openDesk.ts'
import { principalOf } from './accounts/signInDesk.ts'
import { createApp } from './app.ts'
import { auditFolder } from './audit/auditFiles.ts'
import { openAuditLog } from './audit/auditLog.ts'
import type { Settings } from './config.ts'
import { type ControlJob, serveControl } from './control.ts'
import { readDemoMark } from './demo/demoMark.ts'
import { createDirectListener } from './http/direct.ts'
import { createImportDesk, type ImportDesk } from './ingest/importDesk.ts'
import type { ImportLock } from './ingest/importLock.ts'
import type { Logger } from './logging/logger.ts'
import { createServerMetrics } from './serverMetrics.ts'
import { createServices } from './services.ts'
import { createStartingApp, type StartProgress } from './startingApp.ts'
import type { Store } from './store/store.ts'
import { createTileRoute } from './tileRoute.ts'
import { keepWarm } from './tiles/keepWarm.ts'
import { createShapeThread } from './tiles/shapeThread.ts'

/** Something a person can mend; its message stands alone. */
export class StartError extends Error {}

export interface StartOptions {
  readonly settings: Settings
  readonly logger: Logger
  readonly clock: () => number
  readonly openStore: () => Promise<Store>
  /** Fills an empty folder; `onProgress` 0–1. */
  readonly fillEmpty?: (store: Store, onProgress: (progress: StartProgress) => void) => Promise<void>
  /** Starts what writes by itself (the demo's running clock); @returns its stop. */
  readonly startFeeds?: (store: Store) => Promise<() => Promise<void>>
  /** Commands that run in this process, by name. */
  readonly jobs: (store: Store, lock: ImportLock, accounts: Accounts) => Readonly<Record<string, ControlJob>>
  /** There is no account yet; the link makes the first, once. */
  readonly onSetUpLink?: (address: string) => void
  /** Called once it listens, before it is ready. */
  readonly onListening?: (url: string) => void
}

export interface RunningServer {
  readonly url: string
  readonly port: number
  close(): Promise<void>
}

/** Answers still being written get this long on shutdown. */
const CLOSE_PATIENCE_MS = 5000

export async function startServer(options: StartOptions): Promise<RunningServer> {
  const { settings, logger, clock } = options
  const store = await options.openStore()
  const closing: (() => Promise<void>)[] = [() => store.close()]
  const close = async () => {
    for (const step of closing.splice(0).reverse())
      await step().catch((error) => logger.error({ err: error }))
  }
  try {
    const audit = await openAuditLog({
      folder: auditFolder(settings.data),
      clock,
      algorithm: settings.auditHash,
    })
    closing.push(() => audit.close())
    const onError = (err: unknown) => logger.error({ err })
    const accounts = await openAuditedAccounts({ store, settings, clock, audit, onError })
    closing.push(() => accounts.flush())
    const refusal = refusalToStart(settings, accounts)
    if (refusal) throw new StartError(refusal)
    let progress: StartProgress = { doing: { zh: '正在启动', en: 'Starting' }, progress: 0 }
    let listener: RequestListener = getRequestListener(createStartingApp(() => progress).fetch)
    const server = createServer((incoming, outgoing) => listener(incoming, outgoing))
    const port = await listen(server, settings)
    closing.push(() => closeServer(server))
    const url = `http://${hostInUrl(settings.host)}:${port}${settings.basePath}/`
    options.onListening?.(url)

    if (options.fillEmpty && (await store.listVersions()).length === 0)
      await options.fillEmpty(store, (next) => {
        progress = next
      })
    const metrics = createServerMetrics(true)
    metrics.gauge('jingwei_audit_lines', 'Lines of the audit', async () => audit.head().sequence)
    const services = createServices(store, clock, metrics, createShapeThread())
    closing.push(() => services.tiles.close())
    const { basePath } = settings
    const desk = createImportDesk({
      store,
      versions: services.versions,
      folder: settings.data,
      clock,
      onUnexpected: (err) => logger.error({ err }),
    })
    closing.push(cleanHourly(desk))
    const signIn = openDesk(settings, accounts, (await readDemoMark(store)) !== null)
    const authenticate = (asked: Asked) => principalOf(signIn, asked)
    const access = { authenticate, servicesFor: services.servicesFor }
    const app = createApp({
      ...services,
      clock,
      authenticate,
      signIn,
      logger,
      metrics,
      webFolder: findWebFolder(),
      basePath,
      frameAncestors: settings.frameAncestors,
      desk,
      basemap: parseBasemap(settings.basemap, settings.basemapAttribution) ?? null,
      dataFolder: settings.data,
      audit: { ...audit, folder: auditFolder(settings.data) },
    })
    const control = await serveControl(settings.data, options.jobs(store, desk.lock, accounts))
    closing.push(() => control.close())
    if (options.startFeeds) closing.push(await options.startFeeds(store))
    listener = createDirectListener(
      { routes: [createTileRoute(servicesForAsked(access, 'figures'))], basePath, logger, metrics },
      getRequestListener(app.fetch),
    )
    closing.push(keepWarm(services.versions, services.tiles, (err) => logger.error({ err })))
    if (needsSetUpLink(signIn) && isLoopback(settings.host))
      options.onSetUpLink?.(linkAddress(url, await accounts.makeSetUpLink('local')))
    return { url, port, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** Files that were sent and not fetched do not outlive their day. @returns its stop */
function cleanHourly({ uploads }: ImportDesk): () => Promise<void> {
  const clean = () => void uploads.clean().catch(() => {})
  clean()
  const timer = setInterval(clean, 3_600_000).unref()
  return async () => clearInterval(timer)
}

function listen(server: Server, { host, port }: Settings): Promise<number> {
  return new Promise((done, fail) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE')
        fail(
          new StartError(
            `port ${port} on ${host} is in use; choose another with --port (0 takes a free one)`,
          ),
        )
      else if (error.code === 'EACCES') fail(new StartError(`port ${port} needs rights this user has not`))
      else if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND')
        fail(new StartError(`--host ${host} is not an address of this machine`))
      else fail(error)
    })
    server.listen(port, host, () => done((server.address() as AddressInfo).port))
  })
}

function closeServer(server: Server): Promise<void> {
  return new Promise((done) => {
    const timer = setTimeout(() => server.closeAllConnections(), CLOSE_PATIENCE_MS)
    server.close(() => {
      clearTimeout(timer)
      done()
    })
    server.closeIdleConnections()
  })
}

const hostInUrl = (host: string): string =>
  host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host

/** dist/web beside the bundle, or below the repository when run from the sources; null: not built. */
function findWebFolder(): string | null {
  const here = dirname(fileURLToPath(import.meta.url))
  const candidates = [join(here, '../web'), join(here, '../../web'), join(here, '../dist/web')]
  return (
    candidates.find(
      (folder) => existsSync(join(folder, 'index.html')) && existsSync(join(folder, 'assets')),
    ) ?? null
  )
}
