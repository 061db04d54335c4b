// Where a unit lies on a funnel; apart from the schemas, so that pages need not load them.

/** Within the limits, or beyond the 95 % or the 99.8 % ones. */
export const FUNNEL_PLACES = ['inside', 'low95', 'high95', 'low998', 'high998'] as const
