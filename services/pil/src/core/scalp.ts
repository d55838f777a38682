import { type ClassRule, inR } from "./case.ts";

/** PIL-06: SCALP: a quick small gain, within the first half hour. */
export const scalp: ClassRule = {
  id: "PIL-06",
  class: "SCALP",
  applies: ({ position: { rMultiple, ageBars }, settings: { scalpBars, scalpR } }) =>
    rMultiple !== null && rMultiple >= scalpR && ageBars <= scalpBars
      ? { observed: ageBars, limit: scalpBars, reason: `${inR(rMultiple)} within ${ageBars} bars` }
      : null,
};
