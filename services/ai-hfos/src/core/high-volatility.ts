import { LIMITS } from "./limits.ts";
import { type Picture, type Trigger, verdict } from "./picture.ts";

/** HF-01: a market that swings far more than usual, by its own hour or by msc_ai, asks for CAUTIOUS. A market nobody can measure does too. */
export function highVolatility({ market, words }: Picture): Trigger {
  const state = words["regime.classified"]?.state ?? null;
  const [observed, limit] = [market?.volatilityRatio ?? null, LIMITS.highVolatilityRatio];
  const passed = observed !== null && observed <= limit && state !== "VOLATILE";
  const swings = observed === null ? "the market cannot be measured" : `the last hour swung ${observed.toFixed(2)} times as much as usual`;
  const reason = state === null ? swings : `${swings}, msc_ai calls it ${state}`;
  return { verdict: verdict("HF-01", passed, { observed, limit, reason }), asks: "CAUTIOUS" };
}
