// A find for the evidence: since some weeks before the demo was made nothing comes in from the grid workers of two townships
// (a vacant post, or a broken feed), other sources go on. Among their like they then report some 25 % of what is expected, which
// the check of places that report few tells with near certainty; no ordinary township is told beside them over 30 days.
// Villages cannot serve: their reports differ so much (CV² 0.2–0.3 over 4.6 grids on average) that silence itself would not stand out.

/** Ids of the world's units: 虒亭镇 of 襄垣, 140423104000, and 翟店街道 of 潞城, 140406003000. */
export const SILENT_TOWNSHIPS: readonly number[] = [7639, 6493]
export const SILENT_SOURCE = 'grid'
export const SILENT_DAYS = 70

/** @param daysAgo days from receipt to the day the demo was made; negative after it. */
export const isLost = (townshipId: number, source: string, daysAgo: number): boolean =>
  daysAgo <= SILENT_DAYS && source === SILENT_SOURCE && SILENT_TOWNSHIPS.includes(townshipId)
