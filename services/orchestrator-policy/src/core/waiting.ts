import { isEnforced, speaks } from "@quantum/roster";
import type { OpenCycle, PolicyState } from "./state.ts";

const SELF = "orchestrator_policy";
const CLASSIFIER = "msc_ai";
const LEDGER = "portfolio_intelligence";

/**
 * OP-06: whether a word counts. What binds always does; what is said in OBSERVE counts only while this service itself binds nobody:
 * so a module that observes never changes a trade by way of the policy, and the record of an observing policy is still worth reading.
 */
export function counts(state: Readonly<PolicyState>, said: { readonly binding: boolean }): boolean {
  return said.binding || !isEnforced(state.roster, SELF);
}

/** Whether the open cycle still waits for somebody who is there and whose word would count. */
export function isWaiting(state: Readonly<PolicyState>, { at }: OpenCycle): boolean {
  const { roster, regimes, drawdowns } = state;
  const wanted = speaks(roster, CLASSIFIER) && counts(state, { binding: isEnforced(roster, CLASSIFIER) });
  // The ledger belongs to the core: it is waited for unless it said goodbye.
  const ledgerIsThere = roster[LEDGER] === undefined || speaks(roster, LEDGER);
  const has = (samples: readonly { at: number }[]) => samples.some((sample) => sample.at === at);
  return (wanted && !has(regimes)) || (ledgerIsThere && !has(drawdowns));
}
