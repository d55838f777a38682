import { corruptState } from "./corrupt-state.ts";
import { dead } from "./dead.ts";
import { dependency } from "./dependency.ts";
import type { Finding, Patient } from "./finding.ts";
import { frozen } from "./frozen.ts";
import { type HealingSettings, LIMITS } from "./limits.ts";
import { notConsuming } from "./not-consuming.ts";
import { wedged } from "./wedged.ts";

/** What is more certain first; of one service only the first counts. */
const RULES: readonly ((patient: Patient) => Finding | null)[] = [corruptState, dead, frozen, wedged, notConsuming, dependency];

/** What is wrong with one service, or null. */
export function findFault(patient: Patient): Finding | null {
  for (const rule of RULES) {
    const finding = rule(patient);
    if (finding) return finding;
  }
  return null;
}

/** How long a fault must hold; shorter when the fleet is to be careful. */
export function holdsOf(settings: HealingSettings, tight: boolean): Patient["holds"] {
  const factor = tight ? LIMITS.defensiveFactor : 1;
  return {
    frozenMs: settings.frozenForMs * factor,
    wedgedMs: settings.wedgedForMs * factor,
    dependencyMs: settings.dependencyForMs * factor,
    startMs: settings.startWithinMs,
  };
}
