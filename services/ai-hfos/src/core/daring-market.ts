import type { ConflictRule } from "./picture.ts";

/** HF-23: msc_ai would be AGGRESSIVE while the policy forbids entries. The policy holds. */
export const daringMarket: ConflictRule = ({ words }) => {
  const [regime, policy] = [words["regime.classified"], words["policy.set"]];
  if (regime?.riskMode !== "AGGRESSIVE" || policy === null || policy.allowTrades) return null;
  return {
    rule: "HF-23",
    services: ["msc_ai", "orchestrator_policy"],
    subject: "entries",
    resolution: "no entries in this cycle",
    reason: `msc_ai calls ${regime.state} AGGRESSIVE, the policy (${policy.rowId}) forbids entries`,
    restraint: { allowEntries: false },
  };
};
