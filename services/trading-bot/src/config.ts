import { ConfigError } from "@quantum/service-kit/config";
import type { BaseConfig } from "@quantum/service-kit/run";
import * as z from "zod";
import type { TradingBotSettings } from "./core/index.ts";
import { LIMITS } from "./core/limits.ts";

const share = (max: number) => z.coerce.number("a share such as 0.05").gt(0, "above 0").max(max, `at most ${max}`);
const multiple = z.coerce.number("a multiple such as 1.5").gt(0, "above 0").max(100, "at most 100");
const count = (min: number, max: number) => z.coerce.number("a whole number").int("a whole number").min(min).max(max);

/** What this service alone reads from its environment. Meanings and reasons: core/limits.ts. */
export const environment = {
  MIN_CONFIDENCE: z.coerce.number("a number from 0 to 1").min(0, "from 0 to 1").max(1, "from 0 to 1").default(LIMITS.minConfidence),
  COOLDOWN_BARS: count(0, 10_000).default(LIMITS.cooldownBars),
  MAX_POSITIONS: count(0, 500).default(LIMITS.maxPositions),
  STOP_ATR_MULTIPLE: multiple.default(LIMITS.stopAtrMultiple),
  STOP_MIN_RATIO: share(0.5).default(LIMITS.stopMinRatio),
  STOP_MAX_RATIO: share(0.5).default(LIMITS.stopMaxRatio),
  TAKE_PROFIT_MULTIPLE: multiple.default(LIMITS.takeProfitMultiple),
  AMPLIFIED_TARGET_MULTIPLE: multiple.default(LIMITS.amplifiedTargetMultiple),
  /** Spec section 2.8: never more than 2 % of equity at risk in one trade. */
  RISK_RATIO: share(0.02).default(LIMITS.riskRatio),
  MAX_NOTIONAL_RATIO: share(10).default(LIMITS.maxNotionalRatio),
  LEVERAGE: count(1, 125).default(LIMITS.leverage),
  MAX_HELD_BARS: count(1, 100_000).default(LIMITS.maxHeldBars),
  CYCLE_DEADLINE_MS: count(100, 600_000).default(LIMITS.deadlineMs),
};

/** This service's configuration, parsed. */
export type TradingBotConfig = Pick<BaseConfig, "firstMode"> & z.infer<z.ZodObject<typeof environment>>;

/**
 * The core's settings.
 * @throws ConfigError when two figures contradict each other.
 */
export function settingsOf(config: TradingBotConfig): TradingBotSettings {
  if (config.STOP_MIN_RATIO > config.STOP_MAX_RATIO)
    throw new ConfigError([
      `STOP_MIN_RATIO: ${config.STOP_MIN_RATIO} is above STOP_MAX_RATIO ${config.STOP_MAX_RATIO}; lower the one or raise the other`,
    ]);
  return {
    firstMode: config.firstMode,
    minConfidence: config.MIN_CONFIDENCE,
    cooldownBars: config.COOLDOWN_BARS,
    maxPositions: config.MAX_POSITIONS,
    stopAtrMultiple: config.STOP_ATR_MULTIPLE,
    stopMinRatio: config.STOP_MIN_RATIO,
    stopMaxRatio: config.STOP_MAX_RATIO,
    takeProfitMultiple: config.TAKE_PROFIT_MULTIPLE,
    amplifiedTargetMultiple: config.AMPLIFIED_TARGET_MULTIPLE,
    riskRatio: config.RISK_RATIO,
    maxNotionalRatio: config.MAX_NOTIONAL_RATIO,
    leverage: config.LEVERAGE,
    maxHeldBars: config.MAX_HELD_BARS,
    deadlineMs: config.CYCLE_DEADLINE_MS,
  };
}
