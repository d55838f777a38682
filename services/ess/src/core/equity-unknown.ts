import { decimalSchema } from "@quantum/types";
import { raise } from "./cause.ts";
import { checkDrawdown } from "./drawdown.ts";
import type { EssSettings } from "./limits.ts";
import type { EssState } from "./state.ts";
import { noteError } from "./system-errors.ts";

/** What the exchange said our equity is. Anything but a decimal number is no equity, and an error. */
export function takeEquity(state: EssState, equityUsd: unknown, settings: EssSettings): void {
  const read = decimalSchema.safeParse(equityUsd);
  if (!read.success) {
    noteError(state, "own", state.clockAt);
    unknown(state, settings, `the exchange says equity is ${JSON.stringify(equityUsd) ?? "nothing"}`);
    return;
  }
  state.equityUsd = read.data;
  state.equityAt = state.clockAt;
  checkDrawdown(state, read.data, settings);
}

/** ESS-06: equity that is no number, or was not heard for 15 s (also by a clock that jumped), leaves only reducing. */
export function checkEquityAge(state: EssState, settings: EssSettings): void {
  const ageMs = Math.abs(state.clockAt - (state.equityAt ?? state.lookingSince));
  if (ageMs > settings.equityStaleMs) unknown(state, settings, `equity was not heard for ${Math.round(ageMs / 1000)} s`);
}

function unknown(state: EssState, settings: EssSettings, reason: string): void {
  raise(state, {
    trigger: "EQUITY_UNKNOWN",
    rule: "ESS-06",
    level: "REDUCE_ONLY",
    latched: false,
    close: false,
    observed: "unknown",
    limit: `${settings.equityStaleMs} ms`,
    by: "ess",
    reason,
  });
}
