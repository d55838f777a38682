import { type ClassRule, inR } from "./case.ts";

/** PIL-07: STALE: old, near where it was entered, and not moving. */
export const stale: ClassRule = {
  id: "PIL-07",
  class: "STALE",
  applies: ({ position: { rMultiple, ageBars }, rangeR, settings: { staleBars, staleR, staleRangeR } }) => {
    if (rMultiple === null || rangeR === null || ageBars < staleBars) return null;
    if (Math.abs(rMultiple) > staleR || rangeR > staleRangeR) return null;
    return { observed: ageBars, limit: staleBars, reason: `${inR(rMultiple)} after ${ageBars} bars, moved ${inR(rangeR)} lately` };
  },
};
