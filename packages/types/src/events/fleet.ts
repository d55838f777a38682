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
