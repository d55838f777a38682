import Big from "big.js";
import { raise } from "./cause.ts";
import type { EssSettings } from "./limits.ts";
import type { EssState } from "./state.ts";

/** ESS-01: equity, unrealised profit included, more than 5 % below its peak halts. The peak begins anew when a person re-arms. */
export function checkDrawdown(state: EssState, equityUsd: string, settings: EssSettings): void {
  const equity = new Big(equityUsd);
  const peak = state.peakUsd === null || equity.gt(state.peakUsd) ? equity : new Big(state.peakUsd);
  state.peakUsd = peak.toFixed();
  const fallUsd = peak.minus(equity);
  if (fallUsd.lte(peak.times(settings.maxDrawdownRatio))) return;
  const ratio = peak.gt(0) ? fallUsd.div(peak).round(6).toFixed() : "unbounded";
  raise(state, {
    trigger: "DRAWDOWN",
    rule: "ESS-01",
    level: "HALT",
    latched: true,
    close: settings.closeOnHalt,
    observed: ratio,
    limit: settings.maxDrawdownRatio,
    by: "ess",
    reason: `equity fell from ${peak.toFixed(2)} to ${equity.toFixed(2)} USD`,
  });
}
