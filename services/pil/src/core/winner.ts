import { type ClassRule, inR } from "./case.ts";

/** PIL-03: WINNER: it has earned at least what it risked. */
export const winner: ClassRule = {
  id: "PIL-03",
  class: "WINNER",
  applies: ({ position: { rMultiple }, settings }) =>
    rMultiple !== null && rMultiple >= settings.winnerR
      ? { observed: rMultiple, limit: settings.winnerR, reason: `${inR(rMultiple)}, from ${inR(settings.winnerR)} on a winner` }
      : null,
};
