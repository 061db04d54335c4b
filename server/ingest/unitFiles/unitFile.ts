// What a boundary file holds, the same for every format: coordinates stay as in the file, x before y.

export type UnitFileFormat = 'GeoJSON' | 'TopoJSON' | 'Shapefile' | 'GeoPackage' | 'FlatGeobuf'

export type FilePosition = [x: number, y: number]

/** MultiPolygon coordinates: polygons of rings of positions, outer ring first, rings closed. */
export type FilePolygons = FilePosition[][][]

export interface UnitFileFeature {
  /** A GeoJSON or TopoJSON feature's own id is the property `id`, unless it has such a property. */
  readonly properties: Record<string, unknown>
  /** Empty where the feature has no polygon (no geometry, points, lines). */
  readonly polygons: FilePolygons
}

export interface UnitFile {
  readonly format: UnitFileFormat
  /** 'EPSG:4490' or a WKT; null where the file does not say. */
  readonly datum: string | null
  readonly features: readonly UnitFileFeature[]
}
