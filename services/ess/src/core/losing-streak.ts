import Big from "big.js";
import { raise } from "./cause.ts";
import type { EssSettings } from "./limits.ts";
import type { EssState } from "./state.ts";

/** ESS-02: more than 5 losing trades in a row pause. A win ends the streak, a trade without result neither ends nor lengthens it. */
export function countTrade(state: EssState, netPnlUsd: string, settings: EssSettings): void {
  const result = new Big(netPnlUsd);
  if (result.gt(0)) state.lossesInARow = 0;
  if (!result.lt(0)) return;
  state.lossesInARow += 1;
  if (state.lossesInARow <= settings.maxLossesInARow) return;
  raise(state, {
    trigger: "LOSSES",
    rule: "ESS-02",
    level: "PAUSE",
    latched: false,
    close: false,
    observed: String(state.lossesInARow),
    limit: String(settings.maxLossesInARow),
    by: "ess",
    reason: `${state.lossesInARow} trades lost in a row`,
  });
}
