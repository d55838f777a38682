import { type ClassRule, inR } from "./case.ts";

/** PIL-08: NEUTRAL: everything else, and every trade whose risk is not known: unknown is never a winner. */
export const neutral: ClassRule = {
  id: "PIL-08",
  class: "NEUTRAL",
  applies: ({ position: { rMultiple } }) => {
    const reason = rMultiple === null ? "its initial risk is not known, so its R is not" : `${inR(rMultiple)}, nothing in particular`;
    return { observed: rMultiple, limit: null, reason };
  },
};
