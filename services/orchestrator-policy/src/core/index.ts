import { ROSTER_EVENTS } from "@quantum/roster";
import type { Core } from "@quantum/types";
import { checkTable } from "./check-table.ts";
import { decide } from "./decide.ts";
import { LIMITS, type PolicySettings } from "./limits.ts";
import { POLICY_TABLE, type PolicyTable } from "./policy-table.ts";
import { initialState, type PolicyState } from "./state.ts";

export { PolicyTableError } from "./check-table.ts";
export { LIMITS, type PolicySettings } from "./limits.ts";
export { POLICY_TABLE, type PolicyTable } from "./policy-table.ts";
export type { PolicyState } from "./state.ts";

/** The core: market state, volatility, drawdown and risk mode -> what is allowed now, every cycle. @throws PolicyTableError */
export function createOrchestratorPolicyCore(settings: PolicySettings = LIMITS, table: PolicyTable = POLICY_TABLE): Core<PolicyState> {
  const rules = { settings, table: checkTable(table) };
  return {
    name: "orchestrator_policy",
    consumes: ["bars.closed", "regime.classified", "portfolio.valued", "directive.issued", "fleet.coordinated", ...ROSTER_EVENTS],
    emits: ["policy.set", "directive.acknowledged"],
    initial: initialState,
    decide: (state, input) => decide(state, input, rules),
  };
}
