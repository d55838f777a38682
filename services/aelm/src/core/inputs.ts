import type { Case, Finding, Known } from "./case.ts";
import { LIMITS } from "./limits.ts";
import { barMsOf } from "./on-market.ts";
import { lookUp } from "./state.ts";

/** AE-04: contract, quote, bars and odds are there and fresh; otherwise the order goes out as it came. */
export function knownOf({ intent, state }: Pick<Case, "intent" | "state">): { known: Known | null; missing: string[] } {
  const contract = lookUp(state.contracts, intent.symbol);
  const quote = lookUp(state.quotes, intent.symbol);
  const motion = lookUp(state.motion, intent.symbol);
  const barMs = barMsOf(state);
  const missing: string[] = [];
  if (contract === null) missing.push("contract");
  const isFresh = quote !== null && intent.decidedAt - quote.at <= LIMITS.quoteMaxAgeMs && state.barsAt - quote.at <= LIMITS.quoteMaxAgeMs;
  if (!isFresh) missing.push("quote");
  if (motion === null || motion.closeAt < intent.decidedAt || !(motion.rangeBps > 0)) missing.push("bars");
  if (state.odds.windows < LIMITS.minWindows) missing.push("odds");
  if (!contract || !quote || !motion || barMs === null || missing.length > 0) return { known: null, missing };
  const middle = (quote.bid + quote.ask) / 2;
  const known: Known = {
    contract,
    bid: quote.bid,
    ask: quote.ask,
    middle,
    halfSpreadBps: ((quote.ask - quote.bid) / 2 / middle) * 10_000,
    touchQuantity: intent.side === "BUY" ? quote.askQuantity : quote.bidQuantity,
    close: motion.close,
    rangeBps: motion.rangeBps,
    lastRangeBps: motion.lastRangeBps,
    barMs,
  };
  return { known, missing };
}

/** AE-04 in words. */
export function inputsFinding(missing: readonly string[]): Finding {
  const reason = missing.length > 0 ? `DATA_MISSING: ${missing.join(", ")}` : "contract, quote, bars and odds are known";
  return { passed: missing.length === 0, observed: missing.length, limit: 0, reason };
}
