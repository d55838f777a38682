import type { Amplification, RiskMode } from "@quantum/types";
import type { Finding } from "./finding.ts";

/** What each risk mode still allows: from CAUTIOUS on nothing is added, from DEFENSIVE on only profits are secured, in SAFE nothing is done. */
const ALLOWED: Readonly<Record<RiskMode, readonly Amplification[]>> = {
  AGGRESSIVE: ["ADD_SIZE", "SWITCH_TO_TREND_EXIT", "EXTEND_HOLD", "TIGHTEN_TRAIL", "PARTIAL_TAKE_PROFIT"],
  NORMAL: ["ADD_SIZE", "SWITCH_TO_TREND_EXIT", "EXTEND_HOLD", "TIGHTEN_TRAIL", "PARTIAL_TAKE_PROFIT"],
  CAUTIOUS: ["SWITCH_TO_TREND_EXIT", "EXTEND_HOLD", "TIGHTEN_TRAIL", "PARTIAL_TAKE_PROFIT"],
  DEFENSIVE: ["TIGHTEN_TRAIL", "PARTIAL_TAKE_PROFIT"],
  SAFE: [],
};

/** PAL-11: the desk's risk mode allows amplification at all. */
export function riskModeAllows(riskMode: RiskMode): Finding {
  const passed = ALLOWED[riskMode].length > 0;
  return { rule: "PAL-11", passed, observed: riskMode, limit: "DEFENSIVE", reason: `the risk mode is ${riskMode}` };
}

/** PAL-11: whether a risk mode still allows this. */
export function allows(riskMode: RiskMode, action: Amplification): boolean {
  return ALLOWED[riskMode].includes(action);
}
