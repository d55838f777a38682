import * as z from "zod";
import { LIMITS, type PilSettings } from "./core/limits.ts";

const gain = z.coerce.number("a multiple of the initial risk above zero, such as 1").positive();
const loss = z.coerce.number("a multiple of the initial risk below zero, such as -0.5").negative();
const bars = z.coerce.number("a whole number of bars from 1").int().min(1);

/** The thresholds an operator may set. What each means and why its default is what it is: core/limits.ts. */
export const environment = {
  WINNER_R: gain.default(LIMITS.winnerR),
  RUNNER_MOMENTUM_R: gain.default(LIMITS.runnerMomentumR),
  RUNNER_KEPT_RATIO: z.coerce.number("a share such as 0.8").positive().max(1).default(LIMITS.runnerKeptRatio),
  LOSER_R: loss.default(LIMITS.loserR),
  RUNAWAY_R: loss.default(LIMITS.runawayR),
  RUNAWAY_MOMENTUM_R: loss.default(LIMITS.runawayMomentumR),
  SCALP_BARS: bars.default(LIMITS.scalpBars),
  SCALP_R: gain.default(LIMITS.scalpR),
  STALE_BARS: bars.default(LIMITS.staleBars),
  STALE_R: gain.default(LIMITS.staleR),
  STALE_RANGE_R: gain.default(LIMITS.staleRangeR),
};

/** This service's own configuration, parsed. */
export type PilConfig = z.infer<z.ZodObject<typeof environment>>;

/** The configuration in the core's words. */
export function settingsFrom(config: PilConfig): PilSettings {
  return {
    winnerR: config.WINNER_R,
    runnerMomentumR: config.RUNNER_MOMENTUM_R,
    runnerKeptRatio: config.RUNNER_KEPT_RATIO,
    loserR: config.LOSER_R,
    runawayR: config.RUNAWAY_R,
    runawayMomentumR: config.RUNAWAY_MOMENTUM_R,
    scalpBars: config.SCALP_BARS,
    scalpR: config.SCALP_R,
    staleBars: config.STALE_BARS,
    staleR: config.STALE_R,
    staleRangeR: config.STALE_RANGE_R,
  };
}
