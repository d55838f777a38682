import type { ReasonCode } from "@quantum/types";
import type { Alert } from "./alert.ts";
import { PARTICIPANTS } from "./participants.ts";

/**
 * TB-25: without an answer of the core, or of a module that is ENFORCED, there are no entries in this cycle. Why a signal was not traded
 * then: the silence of the core weighs more.
 */
export function silence(missing: readonly string[]): { code: ReasonCode; detail: string } {
  const names = missing.join(", ");
  if (missing.some(isOfTheCore)) return { code: "CYCLE_EXPIRED", detail: `no answer from ${names}` };
  return { code: "MODULE_SILENT", detail: `TB-25: no answer from ${names}, ENFORCED` };
}

/** What a person should know about these services, which have just fallen silent. Nothing when there are none. */
export function silenceAlerts(silent: readonly string[], at: number): Alert[] {
  const core = silent.filter(isOfTheCore);
  const modules = silent.filter((service) => !isOfTheCore(service));
  const when = new Date(at).toISOString();
  const alerts: Alert[] = [];
  if (core.length > 0)
    alerts.push({
      severity: "WARNING",
      code: "CYCLE_EXPIRED",
      message: `The cycle of ${when} ended without an answer from ${core.join(", ")}: no entries, exits still work.`,
      action: "See in the fleet's status whether they run and keep up; entries resume by themselves with the next complete cycle.",
    });
  if (modules.length > 0)
    alerts.push({
      severity: "WARNING",
      code: "MODULE_SILENT",
      message: `The cycle of ${when} ended without an answer from ${modules.join(", ")}, ENFORCED: no entries, exits still work.`,
      action: "Entries resume as soon as it answers again, is stopped on purpose, or is set to OBSERVE.",
    });
  return alerts;
}

function isOfTheCore(service: string): boolean {
  return PARTICIPANTS.some((one) => one.service === service && one.core);
}
