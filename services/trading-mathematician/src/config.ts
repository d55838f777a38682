import * as z from "zod";
import { LIMITS, type MathematicianSettings } from "./core/limits.ts";

const share = (most: number) => z.coerce.number(`a share above 0, at most ${most}`).positive().max(most);

/** The limits an operator may set. What each means and why its default is what it is: core/limits.ts. */
export const environment = {
  KELLY_SHARE: share(1).default(LIMITS.kellyShare),
  MIN_TRADES: z.coerce.number("a whole number from 2").int().min(2).max(LIMITS.maxTrades).default(LIMITS.minTrades),
  MAX_RISK_RATIO: share(LIMITS.maxRiskRatio).default(LIMITS.maxRiskRatio),
  EXPLORATION_RISK_RATIO: z.coerce.number("a share of equity").min(0).max(LIMITS.maxRiskRatio).default(LIMITS.explorationRiskRatio),
  REFERENCE_ATR_RATIO: share(1).default(LIMITS.referenceAtrRatio),
  STOP_ATR_MULTIPLE: share(20).default(LIMITS.stopAtrMultiple),
  TAKE_PROFIT_MULTIPLE: share(20).default(LIMITS.takeProfitMultiple),
  LIQUIDATION_STOP_MULTIPLE: z.coerce
    .number("a multiple from 3")
    .min(LIMITS.liquidationStopMultiple)
    .max(20)
    .default(LIMITS.liquidationStopMultiple),
  MAX_LEVERAGE: z.coerce.number("a whole number from 1 to 125").int().min(1).max(125).default(LIMITS.maxLeverage),
  MAX_NOTIONAL_RATIO: share(10).default(LIMITS.maxNotionalRatio),
  WAIT_MS: z.coerce.number("a number of milliseconds").int().min(0).default(LIMITS.waitMs),
};

/** This service's own configuration, parsed. */
export type MathematicianConfig = z.infer<z.ZodObject<typeof environment>>;

/** The configuration in the core's words. */
export function settingsFrom(config: MathematicianConfig): MathematicianSettings {
  return {
    kellyShare: config.KELLY_SHARE,
    minTrades: config.MIN_TRADES,
    maxRiskRatio: config.MAX_RISK_RATIO,
    explorationRiskRatio: config.EXPLORATION_RISK_RATIO,
    referenceAtrRatio: config.REFERENCE_ATR_RATIO,
    stopAtrMultiple: config.STOP_ATR_MULTIPLE,
    takeProfitMultiple: config.TAKE_PROFIT_MULTIPLE,
    liquidationStopMultiple: config.LIQUIDATION_STOP_MULTIPLE,
    maxLeverage: config.MAX_LEVERAGE,
    maxNotionalRatio: config.MAX_NOTIONAL_RATIO,
    waitMs: config.WAIT_MS,
  };
}
