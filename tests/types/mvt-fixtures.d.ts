// @mapbox/mvt-fixtures comes without types; only what the tests call.
declare module '@mapbox/mvt-fixtures' {
  interface Fixture {
    readonly id: string
    readonly description: string
    readonly buffer: Uint8Array
    readonly validity: { readonly v1: boolean; readonly v2: boolean }
  }
  export function each(visit: (fixture: Fixture) => void): void
}
