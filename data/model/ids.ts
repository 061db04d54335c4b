// Branded integers: an id of one kind cannot be passed where another is wanted.

declare const brand: unique symbol
type Branded<T, Name extends string> = T & { readonly [brand]: Name }

/** Integer in 1 … 2^53 − 1, never reused. 0 is "no unit". */
export type UnitId = Branded<number, 'UnitId'>
/** Id of a published coverage version, 1, 2, 3 … */
export type VersionId = Branded<number, 'VersionId'>
/** Id of an incident in this deployment. */
export type IncidentId = Branded<number, 'IncidentId'>

export const unitId = (value: number): UnitId => value as UnitId
export const versionId = (value: number): VersionId => value as VersionId
export const incidentId = (value: number): IncidentId => value as IncidentId
