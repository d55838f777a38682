import * as z from "zod";
import { defineEvent } from "../event.ts";
import { modeSchema } from "../mode.ts";

export const serviceStarted = defineEvent(
  "service.started",
  1,
  "fleet",
  z.object({ service: z.string(), version: z.string(), mode: modeSchema, recovered: z.number().int() }),
);
/** A goodbye: stopped on purpose, so the fleet goes on without it at once. */
export const serviceStopped = defineEvent("service.stopped", 1, "fleet", z.object({ service: z.string(), reason: z.string() }));
/** A mode was changed by a person or by the fleet. Every change is audited. */
export const modeChanged = defineEvent(
  "mode.changed",
  1,
  "fleet",
  z.object({ service: z.string(), from: modeSchema, to: modeSchema, by: z.string(), reason: z.string() }),
);
/** Something a person should know. `code` is stable, `action` says what to do next. */
export const alertRaised = defineEvent(
  "alert.raised",
  1,
  "fleet",
  z.object({
    service: z.string(),
    severity: z.enum(["INFO", "WARNING", "CRITICAL"]),
    code: z.string(),
    message: z.string(),
    action: z.string(),
  }),
);
/** The kill latch: while `set`, risk_safety refuses every entry. Only a person clears it, with a reason. */
export const killLatchChanged = defineEvent(
  "killLatch.changed",
  1,
  "fleet",
  z.object({ set: z.boolean(), by: z.string(), reason: z.string() }),
);

/** What can be wrong with a service. DEAD: no process. FROZEN: a process that shows no life. WEDGED: alive, but its work does not go on. */
export const FAULTS = ["DEAD", "FROZEN", "WEDGED", "NOT_CONSUMING", "DEPENDENCY", "CORRUPT_STATE"] as const;
export const faultSchema = z.enum(FAULTS);
export type Fault = z.infer<typeof faultSchema>;

/** self_healing found a service that does not work. Times ending in `RealMs` are real time, epoch ms: what heals lives by the real clock. */
export const incidentOpened = defineEvent(
  "incident.opened",
  1,
  "fleet",
  z.object({
    incidentId: z.string(),
    service: z.string(),
    fault: faultSchema,
    rule: z.string(),
    /** Since when it is known to be so. */
    sinceRealMs: z.number().int(),
    evidence: z.string(),
  }),
);

/** What self_healing does about something, or would do: `carriedOut` is false while its mode does not allow it, and for WAIT. */
export const healingDecided = defineEvent(
  "healing.decided",
  1,
  "fleet",
  z.object({
    incidentId: z.string().nullable(),
    service: z.string(),
    rule: z.string(),
    action: z.enum(["RESTART", "RECONNECT", "QUARANTINE", "WAIT", "PAUSE", "EMERGENCY"]),
    carriedOut: z.boolean(),
    observed: z.union([z.number(), z.string()]),
    limit: z.union([z.number(), z.string()]),
    reason: z.string(),
  }),
);

/** An incident is over. `recoveryMs` runs from the first sign of the fault to health. */
export const incidentClosed = defineEvent(
  "incident.closed",
  1,
  "fleet",
  z.object({
    incidentId: z.string(),
    service: z.string(),
    fault: faultSchema,
    outcome: z.enum(["RECOVERED", "STOPPED_ON_PURPOSE", "GONE"]),
    restarts: z.number().int().nonnegative(),
    recoveryMs: z.number().int().nonnegative(),
  }),
);

/** self_healing asks for a pause of entries: too much fails. It holds only as long as it is asked for again, and ends by itself. */
export const pauseAsked = defineEvent(
  "pause.asked",
  1,
  "fleet",
  z.object({ by: z.string(), errors: z.number().int(), limit: z.number().int(), windowMs: z.number().int(), reason: z.string() }),
);
