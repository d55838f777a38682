import { LIMITS } from "./limits.ts";
import { type Picture, type Trigger, verdict } from "./picture.ts";

/** HF-02: a drawdown above 3 % asks for DEFENSIVE. Exactly 3 % does not; one that is not known is HF-05's. */
export function defensiveDrawdown({ words }: Picture): Trigger {
  const observed = words["portfolio.valued"]?.drawdownRatio ?? null;
  const limit = LIMITS.defensiveDrawdownRatio;
  const reason = observed === null ? "the drawdown is not known" : `${(observed * 100).toFixed(2)} % below the peak`;
  return { verdict: verdict("HF-02", observed === null || observed <= limit, { observed, limit, reason }), asks: "DEFENSIVE" };
}
