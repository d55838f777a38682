import { type ClassRule, inR } from "./case.ts";

/** PIL-05: LOSER: at least halfway to its stop. */
export const loser: ClassRule = {
  id: "PIL-05",
  class: "LOSER",
  applies: ({ position: { rMultiple }, settings }) =>
    rMultiple !== null && rMultiple <= settings.loserR
      ? { observed: rMultiple, limit: settings.loserR, reason: `${inR(rMultiple)}, from ${inR(settings.loserR)} on a loser` }
      : null,
};
