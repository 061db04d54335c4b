// What a page and the map say to each other: the scale that colours units, the classes that can be
// isolated, and the map's events. The map knows nothing of figures; the page knows nothing of layers.
import type { UnitLetters } from '#data/metrics/classLetters.ts'
import type { Basemap } from '#data/model/basemap.ts'

/** A class of the scale, as in /api/classes: row 0 the lowest density, column 0 the best rate. */
export type ClassKey =
  | `${number}-${number}` // bivariate: row-column
  | `${number}` //          single: index of the class, ascending by value
  | 'few'
  | 'none'
  | 'hidden'

/** A metric cut into half-open classes: breaks ascending, class i = [breaks[i − 1], breaks[i]). Rates are shares 0–1. */
export interface ScaleAxis {
  readonly metric: string
  readonly breaks: readonly number[]
}

export type MapScale =
  | {
      readonly kind: 'bivariate'
      /** Response: column 0 is the best class, so columns run against ascending values. */
      readonly x: ScaleAxis
      /** Density: row 0 is the lowest class. */
      readonly y: ScaleAxis
      /** colours[row][column]. */
      readonly colours: readonly (readonly string[])[]
    }
  | {
      readonly kind: 'single'
      readonly metric: string
      readonly breaks: readonly number[]
      /** colours[class], ascending by value; one more than breaks. */
      readonly colours: readonly string[]
    }

export type LngLatBounds = readonly [west: number, south: number, east: number, north: number]

export interface MapPadding {
  readonly top: number
  readonly right: number
  readonly bottom: number
  readonly left: number
}

export interface MapCamera {
  readonly lng: number
  readonly lat: number
  readonly zoom: number
}

export interface MapHighlight {
  readonly version: number
  /** Level key of the unit whose outline is drawn, e.g. the unit one looks within. */
  readonly level: string
  readonly unitId: number
}

/** A unit whose source is late. */
export interface LateArea extends MapHighlight {
  /** Since its source wrote anything. */
  readonly silentMs: number
}

/** What one frame of a playback colours: the classes of its own scale, not the tiles' values. */
export interface MapFrame {
  /** Geometry alone of the version and level, so that nothing is fetched again for a frame. */
  readonly tileJsonUrl: string
  /** In the order of the letters (data/metrics/classLetters.ts). */
  readonly unitIds: readonly number[]
  readonly classes: string
  /** Others follow: what lies beneath need not be drawn. */
  readonly isPlaying: boolean
}

export interface ExploreMapProps {
  /** Of the version, level and slice; changing it keeps the camera. */
  readonly tileJsonUrl: string
  /** The tiles have no figures yet: the map is loading. */
  readonly isOutline?: boolean
  /** Of the same units without figures. */
  readonly geometryUrl: string
  /** Of the tiles' own values. */
  readonly tileScale: MapScale
  /** Laid over the tiles' values, on `scale`; null: those hold. */
  readonly unitClasses: UnitLetters | null
  readonly theme: 'light' | 'dark'
  readonly scale: MapScale
  /** Classes shown in full, the others at 28 %; empty: all in full. */
  readonly isolated: readonly ClassKey[]
  /** Outlined: of any level. */
  readonly marked: MapHighlight | null
  /** Outline of the unit one looks within, and veil outside. */
  readonly highlight: MapHighlight | null
  /** Struck: their figures may lack what has not come. */
  readonly lateAreas?: readonly LateArea[]
  /** Fitted (with padding) whenever the value changes; null: the camera stays. */
  readonly bounds: LngLatBounds | null
  /** Taken instead of `bounds` on the first load, e.g. from a shared link. */
  readonly initialCamera?: MapCamera | null
  readonly homeUnitId: number | null
  /** Level keys, coarsest first, for the weight of borders and names; without them all borders are alike. */
  readonly levels?: readonly string[]
  /** Level of the home unit. */
  readonly homeLevel?: string | null
  /** Level the tiles show. */
  readonly shownLevel?: string | null
  /** TileJSON of the level whose names always show (its geometry alone); null: the tiles' own names only. */
  readonly namesUrl?: string | null
  /** Beneath the units; null or absent: none. */
  readonly basemap?: Basemap | null
  readonly padding: MapPadding
  /** A frame of a playback over the units; null: none. */
  readonly frame?: MapFrame | null
  readonly showPoints: boolean
  /** Template with {z}/{x}/{y} of the points layer; null: none. */
  readonly pointsUrl: string | null
  /** The case that is open or pointed at, marked where it happened. */
  readonly markedCase?: { readonly id: number; readonly lngLat: readonly [number, number] } | null
  /** Brought out from under what `padding` says is covered, whenever it changes. */
  readonly inSight?: readonly [number, number] | null
}

/** x, y: pixels from the map's upper left corner. */
export interface MapHover {
  readonly unitId: number
  readonly x: number
  readonly y: number
}

/** lost: the WebGL context is gone and being restored, or there never was one. */
export type MapState = 'loading' | 'ready' | 'failed' | 'lost'

export interface ExploreMapEmits {
  hover: [payload: MapHover | null]
  select: [unitId: number]
  drill: [unitId: number]
  /** A single incident's point was clicked, or is under the pointer. */
  case: [incidentId: number]
  caseHover: [incidentId: number | null]
  camera: [camera: MapCamera]
  state: [state: MapState]
  /** The frame is on the screen. */
  frameDrawn: [frame: MapFrame]
  /** All that was asked for is drawn. */
  idle: []
}

/** Methods of the component's instance (template ref). */
export interface ExploreMapHandle {
  zoomBy(steps: number): void
  /** Back to `bounds`. */
  fit(): void
}

/** Index of the half-open class a value falls in: 0 below the first break. */
export function classOf(value: number, breaks: readonly number[]): number {
  let index = 0
  while (index < breaks.length && value >= breaks[index]) index++
  return index
}

/** Class of a unit on the bivariate scale, both values known. */
export function bivariateClass(
  density: number,
  rate: number,
  scale: { readonly x: ScaleAxis; readonly y: ScaleAxis },
): ClassKey {
  return `${classOf(density, scale.y.breaks)}-${scale.x.breaks.length - classOf(rate, scale.x.breaks)}`
}
