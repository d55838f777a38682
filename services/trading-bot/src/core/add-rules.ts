import { coordinatedEntries } from "./coordinated-entries.ts";
import { coreSymbolsOnly } from "./core-symbols-only.ts";
import type { Candidate, EntryRule } from "./desk.ts";
import { emergencyLevel } from "./emergency-level.ts";
import { entriesAllowed } from "./entries-allowed.ts";
import { inUniverse } from "./in-universe.ts";
import { policySide } from "./policy-side.ts";
import { policyTrades } from "./policy-trades.ts";
import { reconciled } from "./reconciled.ts";

/**
 * Rules about the desk and the symbol, which an addition to an open trade must pass like any entry. What asks for a signal, for a free symbol
 * or for a free place is not asked: it has none of them.
 */
export const ADD_RULES: readonly EntryRule<Candidate>[] = [
  { code: "EMERGENCY_STOP", check: emergencyLevel },
  { code: "ENTRIES_PAUSED", check: entriesAllowed },
  { code: "NOT_IN_UNIVERSE", check: inUniverse },
  { code: "HFOS_NO_ENTRIES", check: coordinatedEntries },
  { code: "HFOS_CORE_ONLY", check: coreSymbolsOnly },
  { code: "POLICY_NO_TRADES", check: policyTrades },
  { code: "POLICY_SIDE", check: policySide },
  { code: "REDUCE_ONLY", check: reconciled },
];
