import type { ServiceDefinition } from "@quantum/service-kit/run";
import type { OrchestratorPolicyConfig } from "./config.ts";
import { createOrchestratorPolicyCore, POLICY_TABLE, type PolicyState } from "./core/index.ts";
import { readTable } from "./table-file.ts";

/** Connects the core to its read endpoint. @throws PolicyTableError */
export function service(config: OrchestratorPolicyConfig): ServiceDefinition<PolicyState> {
  const table = config.POLICY_TABLE_FILE === undefined ? POLICY_TABLE : readTable(config.POLICY_TABLE_FILE);
  return {
    core: createOrchestratorPolicyCore({ waitMs: config.WAIT_MS }, table),
    routes: (router, view) => {
      router.get("/policy", (_request, response) => {
        const { policy, answeredAt, regimes, drawdowns, directives } = view.state();
        const row = table.rows.find(({ id }) => id === policy?.rowId) ?? null;
        const inputs = { regime: regimes.at(-1) ?? null, drawdown: drawdowns.at(-1) ?? null, directives: directives.held };
        response.json({ cycle: policy === null ? null : answeredAt, policy, row, inputs, tableVersion: table.version });
      });
    },
  };
}
