// The services as somebody may use them, kept by scope: accounts of one scope share figures, tiles and caches, and routes are
// given no others, so that a new route is confined without knowing it.
import type { SliceService } from '../slices/sliceService.ts'
import type { Store } from '../store/store.ts'
import { createTileAnswers, type TileAnswers } from '../tileAnswers.ts'
import { createTileQuestions, type TileQuestions } from '../tileFigures.ts'
import type { TileService } from '../tiles/tileService.ts'
import type { VersionService } from '../versions.ts'
import type { Scope } from './principal.ts'
import { sliceForOrganisation } from './scopedSlices.ts'
import { confineToOrganisation, confineToUnits, type ScopedStore } from './scopedStore.ts'
import { scopeVersions } from './scopedVersions.ts'

export interface ScopedServices {
  readonly scope: Scope
  readonly store: ScopedStore
  readonly versions: VersionService
  readonly slices: SliceService
  readonly questions: TileQuestions
  readonly answers: TileAnswers
}

export type ServicesFor = (scope: Scope) => ScopedServices

export interface Unconfined {
  readonly store: Store
  readonly versions: VersionService
  readonly slices: SliceService
  readonly tiles: TileService
}

/** Equal for equal scopes; no code holds a line feed. */
export const scopeKey = (scope: Scope): string =>
  scope.kind === 'all' ? 'all' : `${scope.kind}\n${scope.code}`

/** Scopes in use at the same time: a city's counties and bureaus. Each keeps some figures of its own. */
const KEPT_SCOPES = 32
/** A view's figures over 12,000 grids take 300 kB. */
const KEPT_FIGURES_A_SCOPE = 12

export function createScopedServices(services: Unconfined): ServicesFor {
  const all = withTiles(services, { kind: 'all' }, services)
  const kept = new Map<string, ScopedServices>()
  return (scope) => {
    if (scope.kind === 'all') return all
    const key = scopeKey(scope)
    const found = kept.get(key) ?? confined(services, scope)
    kept.delete(key)
    kept.set(key, found)
    if (kept.size > KEPT_SCOPES) kept.delete(kept.keys().next().value as string)
    return found
  }
}

function confined(services: Unconfined, scope: Exclude<Scope, { kind: 'all' }>): ScopedServices {
  const { store, versions, slices } = services
  if (scope.kind === 'organisation')
    return withTiles(services, scope, {
      versions,
      slices: sliceForOrganisation(slices, scope.code),
      store: confineToOrganisation(store, versions.city, scope.code),
    })
  const own = scopeVersions(versions, scope.code)
  return withTiles(services, scope, {
    versions: own,
    slices,
    store: confineToUnits(store, own.ownUnits),
  })
}

function withTiles(
  { tiles, store: { citySeq } }: Unconfined,
  scope: Scope,
  parts: Pick<ScopedServices, 'store' | 'versions' | 'slices'>,
): ScopedServices {
  const { store, versions, slices } = parts
  const questions = createTileQuestions(
    slices,
    citySeq,
    scope.kind === 'all' ? undefined : KEPT_FIGURES_A_SCOPE,
  )
  return {
    scope,
    store,
    versions,
    slices,
    questions,
    answers: createTileAnswers({
      versions,
      // Whether a unit is still one's own must be asked each time: a new version in force may have moved it.
      questions: scope.kind === 'unit' ? { ...questions, kept: () => undefined } : questions,
      tiles,
    }),
  }
}
