import * as z from "zod";
import { LIMITS, type PbaSettings } from "./core/limits.ts";

const share = (most: number) => z.coerce.number(`a share such as 0.4, at most ${most}`).positive().max(most);

/** The limits an operator may set. What each means and why its default is what it is: core/limits.ts. */
export const environment = {
  MAX_SECTOR_RATIO: share(1).default(LIMITS.maxSectorRatio),
  MAX_EXPOSURE_EQUITY_RATIO: share(20).default(LIMITS.maxExposureEquityRatio),
  CORRELATED_RATIO: share(1).default(LIMITS.correlatedRatio),
  MAX_CORRELATED_POSITIONS: z.coerce.number("a whole number from 1").int().min(1).default(LIMITS.maxCorrelatedPositions),
  MAX_CLUSTER_EQUITY_RATIO: share(20).default(LIMITS.maxClusterEquityRatio),
  STRESS_CORRELATION: share(1).default(LIMITS.stressCorrelation),
  MAX_STRESSED_EQUITY_RATIO: share(20).default(LIMITS.maxStressedEquityRatio),
  HIGH_LEVERAGE: z.coerce.number("a leverage such as 5").min(1).max(125).default(LIMITS.highLeverage),
  MAX_HIGH_LEVERAGE_RATIO: share(1).default(LIMITS.maxHighLeverageRatio),
  REDUCTION_TOLERANCE_RATIO: z.coerce.number("a share such as 0.05").min(0).max(1).default(LIMITS.reductionToleranceRatio),
  WAIT_MS: z.coerce.number("a number of milliseconds").int().min(0).default(LIMITS.waitMs),
};

/** This service's own configuration, parsed. */
export type PbaConfig = z.infer<z.ZodObject<typeof environment>>;

/** The configuration in the core's words. */
export function settingsFrom(config: PbaConfig): PbaSettings {
  return {
    maxSectorRatio: config.MAX_SECTOR_RATIO,
    maxExposureEquityRatio: config.MAX_EXPOSURE_EQUITY_RATIO,
    correlatedRatio: config.CORRELATED_RATIO,
    maxCorrelatedPositions: config.MAX_CORRELATED_POSITIONS,
    maxClusterEquityRatio: config.MAX_CLUSTER_EQUITY_RATIO,
    stressCorrelation: config.STRESS_CORRELATION,
    maxStressedEquityRatio: config.MAX_STRESSED_EQUITY_RATIO,
    highLeverage: config.HIGH_LEVERAGE,
    maxHighLeverageRatio: config.MAX_HIGH_LEVERAGE_RATIO,
    reductionToleranceRatio: config.REDUCTION_TOLERANCE_RATIO,
    waitMs: config.WAIT_MS,
  };
}
