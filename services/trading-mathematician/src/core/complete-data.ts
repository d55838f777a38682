import type { Finding } from "./finding.ts";
import { LIMITS } from "./limits.ts";
import { type Candidate, type Contract, type Costs, lookUp, type MathematicianState } from "./state.ts";

/** What a size is computed with. */
export interface Known {
  readonly equityUsd: string;
  readonly atrRatio: number;
  readonly contract: Contract;
  readonly costs: Costs;
}

type Market = Pick<MathematicianState, "contracts" | "costs" | "quotesAt">;

/** TM-07: equity, volatility, contract and a recent quote are known; what is missing is named and never guessed. */
export function completeData(
  candidate: Candidate,
  desk: { readonly equityUsd: string | null; readonly market: Readonly<Market>; readonly at: number },
): { readonly known: Known | null; readonly finding: Finding } {
  const { equityUsd, market, at } = desk;
  const { atrRatio } = candidate;
  const contract = lookUp(market.contracts, candidate.symbol);
  const costs = at - market.quotesAt <= LIMITS.maxQuoteAgeMs ? lookUp(market.costs, candidate.symbol) : null;
  const missing = [
    ...(equityUsd === null ? ["equity"] : []),
    ...(atrRatio === null || !(atrRatio > 0) ? ["volatility"] : []),
    ...(contract === null ? ["contract"] : []),
    ...(costs === null ? ["quote"] : []),
  ];
  const reason = missing.length === 0 ? "everything needed is known" : `missing: ${missing.join(", ")}`;
  const finding = { passed: missing.length === 0, observed: missing.join(", ") || null, limit: null, reason };
  if (equityUsd === null || atrRatio === null || contract === null || costs === null || missing.length > 0) return { known: null, finding };
  return { known: { equityUsd, atrRatio, contract, costs }, finding };
}
