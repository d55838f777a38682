import type { PositionClass } from "@quantum/types";
import type { ConflictRule } from "./picture.ts";

const NO_WINNER: readonly PositionClass[] = ["LOSER", "RUNAWAY_LOSER", "STALE", "ORPHAN"];

/** HF-21: pal adds to a trade that pil calls a loser, stale or nobody's. Nothing is amplified in this cycle. */
export const amplifiedLoser: ConflictRule = ({ words }) => {
  const classes = words["positions.classified"]?.classes ?? [];
  const added = words["amplification.advised"]?.added ?? [];
  const wrong = classes.filter((one) => NO_WINNER.includes(one.class) && added.some(({ tradeId }) => tradeId === one.tradeId));
  if (wrong.length === 0) return null;
  return {
    rule: "HF-21",
    services: ["pal", "pil"],
    subject: wrong.map(({ symbol }) => symbol).join(", "),
    resolution: "no amplification in this cycle",
    reason: `pal adds to what pil calls ${[...new Set(wrong.map((one) => one.class))].join(", ")}`,
    restraint: { allowAmplification: false },
  };
};
