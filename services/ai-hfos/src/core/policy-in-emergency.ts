import type { ConflictRule } from "./picture.ts";

/** HF-26: the policy allows entries while the emergency stop forbids them. The stop holds. */
export const policyInEmergency: ConflictRule = ({ words }) => {
  const level = words["emergency.judged"]?.level ?? "NORMAL";
  const policy = words["policy.set"];
  if (level === "NORMAL" || policy === null || !policy.allowTrades) return null;
  return {
    rule: "HF-26",
    services: ["ess", "orchestrator_policy"],
    subject: "entries",
    resolution: "no entries in this cycle",
    reason: `the emergency stop is at ${level}, the policy (${policy.rowId}) allows entries`,
    restraint: { allowEntries: false },
  };
};
