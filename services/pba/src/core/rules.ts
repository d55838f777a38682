import { correlatedCluster } from "./correlated-cluster.ts";
import { correlatedPositions } from "./correlated-positions.ts";
import { leverageDistribution } from "./leverage-distribution.ts";
import type { Rule } from "./rule.ts";
import { sectorConcentration } from "./sector-concentration.ts";
import { stressedExposure } from "./stressed-exposure.ts";
import { totalExposure } from "./total-exposure.ts";

/** All limits on the book, in the order they are told. PBA-07 (complete-data.ts) comes before them. */
export const RULES: readonly Rule[] = [
  sectorConcentration,
  totalExposure,
  correlatedPositions,
  leverageDistribution,
  correlatedCluster,
  stressedExposure,
];
