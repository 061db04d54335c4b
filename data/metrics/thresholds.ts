// Every threshold of evidence and confidentiality, in one place.

/** Below this n a rate is "too few to say": drawn hatched, its value still told. */
export const FEW_N = 20
/** A count of 1 … HIDDEN_N − 1 of a sensitive category is not told. */
export const HIDDEN_N = 5
/** The map opens at the finest level where this share of units has n ≥ FEW_N. */
export const EVIDENCE_SHARE = 0.8
/** Two-sided 95 %: quantile of the normal distribution, and the tail on each side. */
export const Z95 = 1.959963984540054
export const TAIL95 = 0.025
