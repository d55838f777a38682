import { type ClassRule, inR } from "./case.ts";

/** PIL-02: RUNNER: a winner that still gains fast and has kept most of its best moment. */
export const runner: ClassRule = {
  id: "PIL-02",
  class: "RUNNER",
  applies: ({ position: { rMultiple, maxFavourableR }, momentumR, settings }) => {
    if (rMultiple === null || momentumR === null || maxFavourableR === null) return null;
    const { winnerR, runnerMomentumR, runnerKeptRatio } = settings;
    if (rMultiple < winnerR || momentumR < runnerMomentumR || rMultiple < runnerKeptRatio * maxFavourableR) return null;
    const reason = `${inR(rMultiple)}, of which ${inR(momentumR)} lately; its best was ${inR(maxFavourableR)}`;
    return { observed: momentumR, limit: runnerMomentumR, reason };
  },
};
