// shpjs comes without types; only what is called. Without a second argument coordinates stay as in the file.
declare module 'shpjs' {
  export function parseShp(shp: DataView): ({ type: string; coordinates: unknown } | null)[]
}
