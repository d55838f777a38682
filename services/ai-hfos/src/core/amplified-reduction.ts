import type { ConflictRule } from "./picture.ts";

/** HF-22: pal adds to a trade that pba wanted reduced in the cycle before. Nothing is amplified in this cycle. */
export const amplifiedReduction: ConflictRule = ({ words, reductions }) => {
  const both = (words["amplification.advised"]?.added ?? []).filter(({ tradeId }) => reductions.includes(tradeId));
  if (both.length === 0) return null;
  return {
    rule: "HF-22",
    services: ["pal", "pba"],
    subject: both.map(({ symbol }) => symbol).join(", "),
    resolution: "no amplification in this cycle",
    reason: "pal adds to what pba wanted reduced",
    restraint: { allowAmplification: false },
  };
};
