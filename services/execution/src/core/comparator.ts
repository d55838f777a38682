import type { Instrument, Intent, Purpose, ReasonCode } from "@quantum/types";
import Big from "big.js";
import { addsUnderStop, movesCloser, movesKnownTrade, staysBehindMarket } from "./change-comparator.ts";
import type { ExecutionLimits } from "./limits.ts";
import type { ExecutionState } from "./state.ts";

/** Why an order may not leave. */
export interface Denial {
  readonly code: ReasonCode;
  readonly reason: string;
}

type Rule = (intent: Intent, state: ExecutionState, limits: ExecutionLimits) => Denial | null;

/** The last look before an order leaves, in this order. Entries pass all rules, what lowers risk only those that protect it from being wrong. */
const ENTRY_RULES: readonly Rule[] = [knownSymbol, seenBefore, halted, reconciled, fresh, budget, collar, wellFormed, carriesStop];
const RULES: Readonly<Record<Purpose, readonly Rule[]>> = {
  ENTRY: ENTRY_RULES,
  ADD: [...ENTRY_RULES, addsUnderStop],
  PROTECT: [knownSymbol, seenBefore, movesKnownTrade, movesCloser, staysBehindMarket, additionMayFollow],
  EXIT: [knownSymbol, seenBefore, wellFormed, withinPosition],
};
/** What may have changed while an entry waited for its plan. */
const WAITED_RULES: readonly Rule[] = [knownSymbol, halted, reconciled, fresh, collar];

/** The first rule that denies this order, or null. A rule that throws denies. */
export function compare(intent: Intent, state: ExecutionState, limits: ExecutionLimits): Denial | null {
  return firstDenial(RULES[intent.purpose], intent, { state, limits });
}

/** The rule that denies an entry by now which passed before it waited, or null. */
export function stillAllowed(intent: Intent, state: ExecutionState, limits: ExecutionLimits): Denial | null {
  return firstDenial(WAITED_RULES, intent, { state, limits });
}

function firstDenial(rules: readonly Rule[], intent: Intent, by: { state: ExecutionState; limits: ExecutionLimits }): Denial | null {
  for (const rule of rules) {
    try {
      const denial = rule(intent, by.state, by.limits);
      if (denial) return denial;
    } catch (error) {
      return { code: "MALFORMED_ORDER", reason: `${rule.name} could not judge it: ${(error as Error).message}` };
    }
  }
  return null;
}

/** EX-22: a stop that makes room for an addition is not moved for one that would be denied: both or neither. */
function additionMayFollow({ addition }: Intent, state: ExecutionState, limits: ExecutionLimits): Denial | null {
  return addition === undefined ? null : firstDenial(ENTRY_RULES, addition, { state, limits });
}

/** EX-01: only listed, tradable contracts. */
function knownSymbol(intent: Intent, state: ExecutionState): Denial | null {
  const instrument = state.instruments[intent.symbol];
  if (!instrument) return { code: "UNKNOWN_SYMBOL", reason: `${intent.symbol} is not listed` };
  if (instrument.status !== "TRADING" && (intent.purpose === "ENTRY" || intent.purpose === "ADD"))
    return { code: "UNKNOWN_SYMBOL", reason: `${intent.symbol} is ${instrument.status}` };
  return null;
}

/** EX-02: an intent is carried out once. */
function seenBefore(intent: Intent, state: ExecutionState): Denial | null {
  return state.recentIntents.includes(intent.intentId) ? { code: "DUPLICATE", reason: `intent ${intent.intentId} was seen before` } : null;
}

/** EX-03: no entries while the kill latch is set. */
function halted(_: Intent, state: ExecutionState): Denial | null {
  return state.killed ? { code: "KILL_LATCH", reason: "the kill latch is set" } : null;
}

/** EX-04: no entries where our books and the exchange differ. */
function reconciled(intent: Intent, state: ExecutionState): Denial | null {
  const reason = state.reduceOnly[intent.symbol] ?? state.reduceOnly["*"];
  return reason === undefined ? null : { code: "SYMBOL_UNRECONCILED", reason };
}

/** EX-05: no entry on a decision older than two bars (and a minute): what was missed stays missed. */
export function fresh(
  intent: Pick<Intent, "decidedAt">,
  state: Pick<ExecutionState, "lastCloseAt">,
  limits: ExecutionLimits,
): Denial | null {
  if (state.lastCloseAt === null) return { code: "DATA_MISSING", reason: "no bar was seen yet" };
  const ageMs = state.lastCloseAt - intent.decidedAt;
  const limitMs = Math.max(limits.decisionMaxBars * limits.barMs, limits.decisionMaxAgeMs);
  return ageMs > limitMs
    ? { code: "STALE_DECISION", reason: `decided ${ageMs} ms before the newest bar; the limit is ${limitMs} ms` }
    : null;
}

/** EX-06: at most so many entries a bar. */
function budget(_: Intent, state: ExecutionState, limits: ExecutionLimits): Denial | null {
  if (state.entriesThisBar < limits.entriesPerBar) return null;
  return { code: "MESSAGE_BUDGET", reason: `${state.entriesThisBar} entries were sent in this bar; the limit is ${limits.entriesPerBar}` };
}

/** EX-07: the price behind the decision must still be near the market. */
function collar(intent: Intent, state: ExecutionState, limits: ExecutionLimits): Denial | null {
  const quote = state.quotes[intent.symbol];
  if (!quote) return { code: "DATA_MISSING", reason: `no quote of ${intent.symbol}` };
  const middle = new Big(quote.bid).plus(quote.ask).div(2);
  const distance = middle.minus(intent.referencePrice).abs();
  if (distance.lte(middle.times(limits.collarRatio))) return null;
  const reason = `reference ${intent.referencePrice} lies ${distance.toFixed()} from the market's ${middle.toFixed()}; the limit is ${limits.collarRatio * 100} %`;
  return { code: "PRICE_COLLAR", reason };
}

/** EX-08: quantities the exchange can take: positive, on its step, within its bounds. */
function wellFormed(intent: Intent, state: ExecutionState): Denial | null {
  const instrument = state.instruments[intent.symbol] as Instrument;
  const quantity = new Big(intent.quantity);
  if (quantity.lte(0)) return { code: "MALFORMED_ORDER", reason: `quantity ${intent.quantity} is not positive` };
  if (!quantity.mod(instrument.stepSize).eq(0))
    return { code: "MALFORMED_ORDER", reason: `quantity ${intent.quantity} is not a multiple of ${instrument.stepSize}` };
  if (quantity.gt(instrument.maxQuantity))
    return { code: "CHILD_EXCEEDS_PARENT", reason: `quantity ${intent.quantity} is above the exchange's ${instrument.maxQuantity}` };
  return null;
}

/** EX-09: an entry brings its stop, on the losing side of the price. */
function carriesStop(intent: Intent): Denial | null {
  if (intent.stopPrice === null) return { code: "MISSING_STOP", reason: "an entry without a stop is never sent" };
  const below = new Big(intent.stopPrice).lt(intent.referencePrice);
  if (new Big(intent.stopPrice).lte(0) || below !== (intent.side === "BUY"))
    return { code: "MISSING_STOP", reason: `stop ${intent.stopPrice} is on the wrong side of ${intent.referencePrice}` };
  return null;
}

/** EX-10: an exit closes at most what is open, and in the right direction. */
function withinPosition(intent: Intent, state: ExecutionState): Denial | null {
  const position = new Big(state.positions[intent.symbol] ?? "0");
  const closes = intent.side === "SELL" ? position.gt(0) : position.lt(0);
  if (!closes)
    return { code: "EXIT_EXCEEDS_POSITION", reason: `there is no position in ${intent.symbol} that a ${intent.side} would close` };
  if (new Big(intent.quantity).gt(position.abs()))
    return { code: "EXIT_EXCEEDS_POSITION", reason: `${intent.quantity} is more than the open ${position.abs().toFixed()}` };
  return null;
}
