import { type ClassRule, inR } from "./case.ts";

/** PIL-04: RUNAWAY_LOSER: beyond its stop, or a loser that falls fast. */
export const runawayLoser: ClassRule = {
  id: "PIL-04",
  class: "RUNAWAY_LOSER",
  applies: ({ position: { rMultiple }, momentumR, settings }) => {
    if (rMultiple === null) return null;
    const { runawayR, loserR, runawayMomentumR } = settings;
    if (rMultiple <= runawayR) return { observed: rMultiple, limit: runawayR, reason: `${inR(rMultiple)}, beyond its stop` };
    if (rMultiple > loserR || momentumR === null || momentumR > runawayMomentumR) return null;
    return { observed: momentumR, limit: runawayMomentumR, reason: `${inR(rMultiple)}, of which ${inR(momentumR)} lately` };
  },
};
