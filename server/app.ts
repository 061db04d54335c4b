// The application from its parts: middleware outside in, then a route file a resource, then the web's files.
// Nothing here listens or reads the environment, so tests call app.request().
import { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Basemap } from '#data/model/basemap.ts'
import { askedOf, type DeclaredRoute, declaredRoutes, guard } from './access/guard.ts'
import type { Authenticate } from './access/principal.ts'
import type { ServicesFor } from './access/scopedServices.ts'
import type { SignInDesk } from './accounts/signInDesk.ts'
import type { AuditLog } from './audit/auditLog.ts'
import { auditTrail } from './audit/auditTrail.ts'
import { conditional } from './http/conditional.ts'
import { addMethodRefusals } from './http/methods.ts'
import { contentSecurityPolicy } from './http/pageHeaders.ts'
import { peerAddress } from './http/peerAddress.ts'
import { protections } from './http/protections.ts'
import { requestId } from './http/requestId.ts'
import { staticFiles } from './http/staticFiles.ts'
import type { ImportDesk } from './ingest/importDesk.ts'
import type { Logger } from './logging/logger.ts'
import { requestLog } from './logging/requestLog.ts'
import { asProblem, fromZodError, HttpProblem, notFound, problemResponse } from './problem.ts'
import { addAccessTokenRoutes } from './routes/accessTokens.ts'
import { addAccountRoutes } from './routes/account.ts'
import { type AuditSource, addAuditRoutes } from './routes/audit.ts'
import { addBreakdownRoute } from './routes/breakdown.ts'
import { addCityRoute } from './routes/city.ts'
import { addCoverageRoutes } from './routes/coverage.ts'
import { addDocsRoutes } from './routes/docs.ts'
import { addEvidenceRoute } from './routes/evidence.ts'
import { addFramesRoute } from './routes/frames.ts'
import { addHealthRoutes } from './routes/health.ts'
import { addImportRoutes } from './routes/imports.ts'
import { addIncidentRoutes } from './routes/incidents.ts'
import { addMeRoute } from './routes/me.ts'
import { addMetricsRoute } from './routes/metrics.ts'
import { addProviderRoutes } from './routes/providerSignIn.ts'
import { addPublicationRoutes } from './routes/publications.ts'
import type { App, AppEnv } from './routes/route.ts'
import { addSearchRoute } from './routes/search.ts'
import { addSeriesRoute } from './routes/series.ts'
import { addSignInRoutes } from './routes/signIn.ts'
import { addSliceRoutes } from './routes/slice.ts'
import { addSourceRoutes, isSent } from './routes/sources.ts'
import { addTakeawayBulletinRoutes, isBulletin } from './routes/takeawayBulletin.ts'
import { addTakeawayMapRoute } from './routes/takeawayMap.ts'
import { addTakeawayTableRoutes } from './routes/takeawayTables.ts'
import { addTileRoutes } from './routes/tiles.ts'
import { addUnitRoutes } from './routes/units.ts'
import { addUploadRoutes, UPLOADS_PATH } from './routes/uploads.ts'
import { addUserRoutes } from './routes/users.ts'
import type { ServerMetrics } from './serverMetrics.ts'
import type { Store } from './store/store.ts'
import type { VersionService } from './versions.ts'

/** What of an application's own routes one may list: every method and path with its permission. */
const tables = new WeakMap<App, readonly DeclaredRoute[]>()
export const routeTable = (app: App): readonly DeclaredRoute[] => tables.get(app) ?? []

export interface AppParts {
  readonly store: Store
  readonly versions: VersionService
  /** What a route may use, by the scope of whoever asks. */
  readonly servicesFor: ServicesFor
  readonly clock: () => number
  /** Who asks. */
  readonly authenticate: Authenticate
  readonly logger: Logger
  readonly metrics: ServerMetrics
  /** Folder of the built web app; null: API only. */
  readonly webFolder: string | null
  readonly basePath: string
  readonly frameAncestors: string
  /** Imports from the browser; null: none are taken. */
  readonly desk: ImportDesk | null
  /** A map beneath the units; null: none. */
  readonly basemap: Basemap | null
  /** Where a city puts its own bulletin template; absent: only ours. */
  readonly dataFolder?: string
  /** Absent: nothing is recorded (tests of other things). */
  /** Absent: nobody signs in here; who asks is given by `authenticate` alone. */
  readonly signIn?: SignInDesk
  readonly audit?: AuditSource & Pick<AuditLog, 'record'>
}

const BODY_LIMIT_BYTES = 1024 * 1024
const LONGEST_ADDRESS = 16_384

export function createApp(parts: AppParts): App {
  const { store, versions, clock, logger, metrics } = parts
  const app: App = new OpenAPIHono<AppEnv>({
    defaultHook: (result) => {
      if (!result.success) throw fromZodError(result.error)
    },
  })

  app.onError((error, context) => {
    const { problem, unexpected } = asProblem(error)
    if (unexpected) logger.error({ requestId: context.get('requestId'), path: context.req.path, err: error })
    return problemResponse(context, problem)
  })
  app.notFound((context) => problemResponse(context, notFound('path', 'there is nothing at this path')))
  app.use(requestId())
  app.use(requestLog(logger, metrics))
  app.use('/api/*', conditional())
  app.use((context, next) => {
    if (context.req.url.length > LONGEST_ADDRESS) throw new HttpProblem(414, 'The address is too long.')
    return next()
  })
  const limitBody = bodyLimit({
    maxSize: BODY_LIMIT_BYTES,
    onError: () => {
      throw new HttpProblem(413, `A body may have ${BODY_LIMIT_BYTES} bytes.`)
    },
  })
  // Looking for a body costs more than a tile; questions have none that is read.
  // A file that is sent is streamed to disk, under a bound of its own; so is a bulletin's picture bounded.
  const isBoundedElsewhere = (path: string): boolean =>
    ((path === UPLOADS_PATH || isSent(path)) && parts.desk !== null) || isBulletin(path)
  app.use((context, next) =>
    /^(GET|HEAD)$/.test(context.req.method) || isBoundedElsewhere(context.req.path)
      ? next()
      : limitBody(context, next),
  )

  app.use((context, next) => {
    context.set('authenticate', parts.authenticate)
    context.set('servicesFor', parts.servicesFor)
    context.set('isPublic', parts.signIn?.publicTables ?? false)
    return next()
  })
  if (parts.audit) app.use(auditTrail(parts.audit, addressOf(parts.signIn), logger))
  app.use(protections(parts.signIn ?? null))
  const firstRoute = app.routes.length

  addHealthRoutes(app, store, versions, metrics)
  addCityRoute(app, { clock, basemap: parts.basemap })
  addMeRoute(app)
  addMetricsRoute(app)
  addUnitRoutes(app)
  addSliceRoutes(app)
  addBreakdownRoute(app)
  addEvidenceRoute(app)
  addSeriesRoute(app)
  addFramesRoute(app)
  addIncidentRoutes(app, clock)
  addSearchRoute(app, clock)
  addCoverageRoutes(app)
  addTakeawayMapRoute(app)
  addTakeawayTableRoutes(app)
  addTakeawayBulletinRoutes(app, parts)
  addTileRoutes(app, parts)
  if (parts.desk) addUploadRoutes(app, parts.desk)
  if (parts.desk) addSourceRoutes(app, parts.desk, versions)
  addImportRoutes(app, store, parts.desk)
  addPublicationRoutes(app, parts)
  if (parts.audit) addAuditRoutes(app, parts.audit)
  if (parts.signIn) addSignIn(app, parts.signIn, parts)
  addDocsRoutes(app, parts.basePath)
  addMethodRefusals(app)
  app.all('/api/*', guard('open'), () => {
    throw notFound('path', 'there is nothing at this path of the API; /api/docs lists what there is')
  })
  if (parts.webFolder !== null)
    app.get(
      '*',
      guard('open'),
      staticFiles({
        folder: parts.webFolder,
        basePath: parts.basePath,
        policy: contentSecurityPolicy(parts),
        isDemo: parts.signIn?.mode === 'demo',
      }),
    )
  tables.set(app, declaredRoutes(app.routes.slice(firstRoute)))

  return parts.basePath === '' ? app : mounted(app, parts.basePath)
}

function addSignIn(app: App, desk: SignInDesk, { versions, logger }: AppParts): void {
  addSignInRoutes(app, desk)
  addAccountRoutes(app, desk)
  addUserRoutes(app, desk, versions)
  addAccessTokenRoutes(app, desk, versions)
  if (desk.provider) addProviderRoutes(app, desk, desk.provider, logger)
}

const addressOf =
  (desk: SignInDesk | undefined) =>
  (context: Context): string =>
    desk ? desk.peers.addressOf(askedOf(context)) : peerAddress(context)

/** The whole application below a sub-path, for portals. */
function mounted(app: App, basePath: string): App {
  const outer: App = new OpenAPIHono<AppEnv>()
  outer.mount(basePath, app.fetch)
  return outer
}
