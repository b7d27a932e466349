/** The step whose gate a Procedure resource has to pass. A protocol without it, or with an ungated one, does not compile (I1). */
export const GATED_STEP = 'procedure';
