import { LIMITS } from "./limits.ts";
import { type Picture, type Trigger, verdict } from "./picture.ts";

/**
 * HF-04: a crash asks for SAFE: within an hour the median symbol fell by at least five usual hours and 4 %, and nine of ten symbols are lower. While
 * msc_ai calls the market VOLATILE or BEAR_STRONG, four usual hours and 3 % are enough.
 */
export function marketCrash({ market, words }: Picture): Trigger {
  const state = words["regime.classified"]?.state;
  const witnessed = state === "VOLATILE" || state === "BEAR_STRONG";
  const leastFall = witnessed ? LIMITS.witnessedCrashFallRatio : LIMITS.crashFallRatio;
  const leastDeviations = witnessed ? LIMITS.witnessedCrashDeviations : LIMITS.crashDeviations;
  const about = { observed: market?.moveRatio ?? null, limit: -leastFall };
  if (market === null)
    return { verdict: verdict("HF-04", true, { ...about, reason: "the market cannot be measured: see HF-01" }), asks: "SAFE" };
  const { moveRatio, deviations, fallingRatio } = market;
  const crashes = moveRatio <= -leastFall && deviations <= -leastDeviations && fallingRatio >= LIMITS.crashBreadthRatio;
  const shares = `${(moveRatio * 100).toFixed(2)} % in an hour, ${deviations.toFixed(1)} deviations, ${Math.round(fallingRatio * 100)} % of symbols lower`;
  return { verdict: verdict("HF-04", !crashes, { ...about, reason: shares }), asks: "SAFE" };
}
