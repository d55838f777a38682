import type { ConflictRule } from "./picture.ts";

/** HF-25: the best opportunity is in no active member of the universe. The universe holds. */
export const rankedOutsider: ConflictRule = ({ words }) => {
  const [best] = words["opportunities.ranked"]?.top ?? [];
  const universe = words["universe.updated"];
  if (best === undefined || universe === null || universe.active.includes(best)) return null;
  return {
    rule: "HF-25",
    services: ["opportunity_ranker", "universe_os"],
    subject: best,
    resolution: "the universe holds: it is not entered",
    reason: "ranked first, and no active member of the universe",
  };
};
