import { LIMITS } from "./limits.ts";
import { type Picture, type Trigger, verdict } from "./picture.ts";

/** HF-03: a drawdown above 5 % asks for SAFE. Exactly 5 % does not. */
export function safeDrawdown({ words }: Picture): Trigger {
  const observed = words["portfolio.valued"]?.drawdownRatio ?? null;
  const limit = LIMITS.safeDrawdownRatio;
  const reason = observed === null ? "the drawdown is not known" : `${(observed * 100).toFixed(2)} % below the peak`;
  return { verdict: verdict("HF-03", observed === null || observed <= limit, { observed, limit, reason }), asks: "SAFE" };
}
