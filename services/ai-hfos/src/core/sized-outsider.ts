import type { ConflictRule } from "./picture.ts";

/** HF-24: the mathematician has a size for a symbol that the universe only lets go. The universe holds: trading_bot enters active members alone. */
export const sizedOutsider: ConflictRule = ({ words }) => {
  const leaving = words["universe.updated"]?.reduceOnly ?? [];
  const both = [...new Set(words["sizes.advised"]?.sized ?? [])].filter((symbol) => leaving.includes(symbol)).sort();
  if (both.length === 0) return null;
  return {
    rule: "HF-24",
    services: ["trading_mathematician", "universe_os"],
    subject: both.join(", "),
    resolution: "the universe holds: these are only closed",
    reason: "sized for an entry, and REDUCE_ONLY in the universe",
  };
};
