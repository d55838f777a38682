import * as z from "zod";
import { LIMITS, type SafetySettings } from "./core/limits.ts";

const share = (most: number) => z.coerce.number(`a share such as 0.5, at most ${most}`).positive().max(most);
const count = z.coerce.number("a whole number from 1").int().min(1);

/** The governor is always enforced: whatever the environment says, it has no other mode. */
const alwaysEnforced = z
  .unknown()
  .transform(() => ["ENFORCED" as const])
  .default(["ENFORCED"]);

/** The limits an operator may set. What each means and why its default is what it is: core/limits.ts. */
export const environment = {
  MODES: alwaysEnforced,
  MAX_ORDER_NOTIONAL_RATIO: share(20).default(LIMITS.maxOrderNotionalRatio),
  MAX_POSITION_NOTIONAL_RATIO: share(20).default(LIMITS.maxPositionNotionalRatio),
  MAX_TOTAL_NOTIONAL_RATIO: share(20).default(LIMITS.maxTotalNotionalRatio),
  MAX_LEVERAGE: count.max(125).default(LIMITS.maxLeverage),
  MAX_OPEN_POSITIONS: count.default(LIMITS.maxOpenPositions),
  DAILY_LOSS_RATIO: share(1).default(LIMITS.dailyLossRatio),
  PRICE_COLLAR_RATIO: share(1).default(LIMITS.collarRatio),
  STOP_COLLAR_RATIO: share(1).default(LIMITS.stopCollarRatio),
  MAX_DECISION_AGE_BARS: count.default(LIMITS.maxDecisionAgeBars),
  MAX_EQUITY_AGE_MS: count.default(LIMITS.maxEquityAgeMs),
  MESSAGE_BUDGET: count.default(LIMITS.messageBudget),
  MESSAGE_WINDOW_MS: count.default(LIMITS.messageWindowMs),
  MESSAGE_BUDGET_PER_CYCLE: count.default(LIMITS.messageBudgetPerCycle),
};

/** This service's own configuration, parsed. */
export type SafetyConfig = z.infer<z.ZodObject<typeof environment>>;

/** The configuration in the core's words. */
export function settingsFrom(config: SafetyConfig): SafetySettings {
  return {
    maxOrderNotionalRatio: config.MAX_ORDER_NOTIONAL_RATIO,
    maxPositionNotionalRatio: config.MAX_POSITION_NOTIONAL_RATIO,
    maxTotalNotionalRatio: config.MAX_TOTAL_NOTIONAL_RATIO,
    maxLeverage: config.MAX_LEVERAGE,
    maxOpenPositions: config.MAX_OPEN_POSITIONS,
    dailyLossRatio: config.DAILY_LOSS_RATIO,
    collarRatio: config.PRICE_COLLAR_RATIO,
    stopCollarRatio: config.STOP_COLLAR_RATIO,
    maxDecisionAgeBars: config.MAX_DECISION_AGE_BARS,
    maxEquityAgeMs: config.MAX_EQUITY_AGE_MS,
    messageBudget: config.MESSAGE_BUDGET,
    messageWindowMs: config.MESSAGE_WINDOW_MS,
    messageBudgetPerCycle: config.MESSAGE_BUDGET_PER_CYCLE,
  };
}
