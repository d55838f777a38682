import type { EventData } from "@quantum/types";
import { drawdownBandOf, volatilityBandOf } from "./bands.ts";
import { lookUp, nameOf } from "./look-up.ts";
import type { PolicyTable } from "./policy-table.ts";
import { riskModeOf } from "./risk-mode.ts";
import { freshSample } from "./samples.ts";
import type { OpenCycle, PolicyState } from "./state.ts";
import { counts } from "./waiting.ts";

/** The policy of a cycle, from the inputs that are there and fresh. What is missing takes the worst value there is. */
export function policyOf(state: Readonly<PolicyState>, cycle: OpenCycle, table: PolicyTable): EventData<"policy.set"> {
  const heard = state.regimes.filter((sample) => counts(state, sample));
  const regime = freshSample(heard, cycle.at, cycle.stepMs);
  const drawdown = freshSample(state.drawdowns, cycle.at, cycle.stepMs);
  const situation = {
    regime: regime?.state ?? "UNKNOWN",
    volatility: volatilityBandOf(regime?.volatilityRatio ?? null),
    drawdown: drawdownBandOf(drawdown?.drawdownRatio ?? null),
    riskMode: riskModeOf(state, cycle.at),
  } as const;
  const { id, reason, allowTrades, minConfidence, maxPositions, allowedSides, sizeFactor } = lookUp(table, situation);
  const stale = [...(regime === null ? ["regime.classified"] : []), ...(drawdown === null ? ["portfolio.valued"] : [])];
  return {
    rowId: id,
    tableVersion: table.version,
    allowTrades,
    minConfidence,
    maxPositions,
    allowedSides: [...allowedSides],
    sizeFactor,
    inputs: situation,
    stale,
    reason: `${reason} (${nameOf(situation)}${stale.length > 0 ? `; missing or too old: ${stale.join(", ")}` : ""})`,
  };
}
