import * as z from "zod";

/** Every refusal, skip or forced exit in the fleet carries exactly one of these codes. Value: what it means. */
export const REASON_CODES = {
  // trading_bot: why a signal did not become a proposal, or a position was closed
  NO_SIGNAL: "the ensemble abstained or saw no edge",
  BELOW_MIN_CONFIDENCE: "confidence below the minimum",
  NOT_BINDING: "the source is not ENFORCED, so its word was recorded only",
  POSITION_OPEN: "a position or an order in this symbol is already open",
  COOLING_DOWN: "the symbol was traded too recently",
  MAX_POSITIONS: "the most positions allowed are open",
  REDUCE_ONLY: "only exits are allowed in this symbol",
  ENTRIES_PAUSED: "entries are paused by an operator or an emergency stop",
  SIZE_BELOW_MINIMUM: "the size is below the exchange's minimum",
  DATA_MISSING: "a needed figure is missing; missing data never counts as good data",
  CYCLE_EXPIRED: "an answer needed for this cycle did not come before the deadline",
  EXIT_TIME: "the position reached its maximum age",
  EXIT_OPPOSITE_SIGNAL: "the ensemble turned against the position",
  EXIT_STOP: "the stop-loss was hit",
  EXIT_TAKE_PROFIT: "the take-profit was hit",
  EXIT_LIQUIDATION: "the exchange liquidated the position",
  EXIT_OPERATOR: "an operator closed the position",
  // what modules that are ENFORCED decide
  MODULE_SILENT: "a module that is ENFORCED did not answer, so no entries until it does, is stopped or observes",
  NOT_IN_UNIVERSE: "the symbol is not an active member of the universe",
  NOT_TOP_OPPORTUNITY: "the opportunity is not among the best, or is worth less than it costs",
  POLICY_NO_TRADES: "the policy allows no entries now",
  POLICY_SIDE: "the policy does not allow this side now",
  POLICY_MAX_POSITIONS: "the policy allows no more positions now",
  POLICY_CONFIDENCE: "the confidence is below what the policy asks for now",
  PBA_BLOCKED: "the portfolio balancer blocked it",
  EXIT_PBA_REDUCTION: "the portfolio balancer asked for a reduction",
  // risk_safety
  MAX_ORDER_NOTIONAL: "the order is larger than one order may be",
  MAX_POSITION_NOTIONAL: "the position would be larger than one position may be",
  MAX_TOTAL_NOTIONAL: "all positions together would be larger than allowed",
  MAX_LEVERAGE: "the leverage is above the maximum",
  DAILY_LOSS: "today's loss reached its limit",
  PRICE_COLLAR: "the price is too far from the market",
  MESSAGE_BUDGET: "too many orders in the time window",
  DUPLICATE: "the same intent was seen before",
  STALE_DATA: "the market data behind the order is too old",
  KILL_LATCH: "the kill latch is set",
  MISSING_STOP: "an entry must carry a stop-loss on the right side of the price",
  EQUITY_UNKNOWN: "equity is not known yet",
  EXIT_EXCEEDS_POSITION: "an exit may not be larger than the position",
  MALFORMED_ORDER: "a figure of the order is not a usable number",
  // execution
  NOT_CLEARED: "risk_safety has not cleared exactly this order",
  CHILD_EXCEEDS_PARENT: "a child order would exceed its parent",
  STALE_DECISION: "the decision is older than the newest bar allows",
  EXECUTION_OBSERVING: "execution is not ENFORCED",
  SYMBOL_UNRECONCILED: "our books and the exchange differ in this symbol",
  EXCHANGE_REJECTED: "the exchange refused the order",
  UNKNOWN_SYMBOL: "the symbol is not listed",
  NOT_FILLED: "the order ended without a fill",
  UNPROTECTED: "the stop could not be placed, so the position was closed again",
} as const;

export type ReasonCode = keyof typeof REASON_CODES;
export const reasonCodeSchema = z.enum(Object.keys(REASON_CODES) as [ReasonCode, ...ReasonCode[]]);
