import { constraintAt, hearDirective, openDirectives, riskModeAt } from "@quantum/roster";
import type { Effect, FleetEvent } from "@quantum/types";
import { LIMITS, type PbaSettings } from "./limits.ts";
import { NAME } from "./name.ts";
import type { PbaState } from "./state.ts";

const GROSS = "maxGrossRatio";
const RECEIVER = { name: NAME, understands: [GROSS] };

/** Takes a directive, or refuses it, and says so. The next review obeys it. */
export function onDirective(state: PbaState, input: FleetEvent<"directive.issued">): Effect[] {
  return hearDirective(state.directives, input, RECEIVER);
}

/**
 * PBA-08: what all positions together may be worth in this cycle: the least of the limit, of what directives ask for, and, in SAFE, of half of equity. What
 * is asked for and is no share at all counts as SAFE.
 */
export function exposureAllowed({ directives, roster }: Readonly<PbaState>, cycle: number, settings: PbaSettings): number {
  const asked = constraintAt(directives, GROSS, { roster, cycle }).map((value) => {
    return typeof value === "number" && Number.isFinite(value) && value >= 0 ? value : LIMITS.safeExposureEquityRatio;
  });
  const safe = riskModeAt(directives, roster, cycle) === "SAFE" ? [LIMITS.safeExposureEquityRatio] : [];
  return Math.min(settings.maxExposureEquityRatio, ...asked, ...safe);
}

/** The settings of a cycle's review. What has expired is forgotten, in place. */
export function settingsAt(state: PbaState, cycle: number, settings: PbaSettings): PbaSettings {
  openDirectives(state.directives, state.roster, cycle);
  return { ...settings, allowedExposureEquityRatio: exposureAllowed(state, cycle, settings) };
}
