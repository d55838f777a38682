import { dailyLoss } from "./daily-loss.ts";
import { duplicateIntent } from "./duplicate-intent.ts";
import { exitWithinPosition } from "./exit-within-position.ts";
import { killLatch } from "./kill-latch.ts";
import { knownEquity } from "./known-equity.ts";
import { listedSymbol } from "./listed-symbol.ts";
import { malformedOrder } from "./malformed-order.ts";
import { maxLeverage } from "./max-leverage.ts";
import { maxOpenPositions } from "./max-open-positions.ts";
import { maxOrderNotional } from "./max-order-notional.ts";
import { maxPositionNotional } from "./max-position-notional.ts";
import { maxTotalNotional } from "./max-total-notional.ts";
import { messageBudget } from "./message-budget.ts";
import { plannedLoss } from "./planned-loss.ts";
import { priceCollar } from "./price-collar.ts";
import { protectWithinPosition } from "./protect-within-position.ts";
import { protectiveStop } from "./protective-stop.ts";
import type { Rule } from "./rule.ts";
import { staleData } from "./stale-data.ts";
import { stopNotLoosened } from "./stop-not-loosened.ts";

/** All rules in the order they are told; the first that fails gives the refusal its code. */
export const RULES: readonly Rule[] = [
  malformedOrder,
  duplicateIntent,
  killLatch,
  listedSymbol,
  knownEquity,
  staleData,
  priceCollar,
  protectiveStop,
  maxLeverage,
  maxOrderNotional,
  maxPositionNotional,
  maxTotalNotional,
  maxOpenPositions,
  dailyLoss,
  messageBudget,
  exitWithinPosition,
  protectWithinPosition,
  stopNotLoosened,
  plannedLoss,
];
