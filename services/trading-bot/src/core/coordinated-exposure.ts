import type { Desk, Finding } from "./desk.ts";

/**
 * TB-30: while ai_hfos binds, all positions together, orders on their way and what was decided in this cycle included, are worth at most
 * what it allows, as a share of equity. Without a portfolio nobody knows, so nothing is added.
 */
export function coordinatedExposure(
  addedUsd: number,
  { words: { restraint }, portfolio, committed }: Pick<Desk, "words" | "portfolio" | "committed">,
): Finding | null {
  if (restraint === null) return null;
  const limit = restraint.maxGrossRatio;
  const observed = portfolio === null ? null : (committed.usd + addedUsd) / Number(portfolio.equityUsd);
  const passed = observed !== null && observed <= limit;
  const share = observed === null ? "not known" : `${Number(observed.toFixed(4))} of equity`;
  return { rule: "TB-30", passed, observed, limit, reason: `with it all positions are ${share}, ai_hfos allows ${limit}` };
}
