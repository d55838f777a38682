import { setTimeout as pause } from "node:timers/promises";
import type { ServiceView } from "@quantum/service-kit/run";
import { riskModeSchema } from "@quantum/types";
import type { Request, Response, Router } from "express";
import * as z from "zod";
import { type HfosState, LIMITS, MODULES, mayBeSetAside, type PersonSays } from "./core/index.ts";

/** How long a caller waits for Redis before he is told that it is not in force. */
const SAVE_WAIT_MS = 3_000;
/** What the control check fills in when the caller gave no reason. */
const NO_REASON = "no reason given";

const who = {
  by: z.string().min(1).max(100),
  reason: z
    .string()
    .max(1_000)
    .refine((text) => text.trim().length > 0 && text !== NO_REASON, "a reason in words"),
};
const minutes = z.number("minutes of market time").int().min(1).max(LIMITS.maxPersonMinutes);
const riskModeBody = z.object({ mode: riskModeSchema, ...who, expiresInMinutes: minutes });
const overrideBody = z.object({ service: z.string(), ...who, expiresInMinutes: minutes });
const revokeBody = z.object(who);

/** What a person may say. Each needs the control token, a reason, and, unless it takes something back, an end. */
export function personRoutes(router: Router, view: ServiceView<HfosState>): void {
  router.post("/risk_mode", view.control, (request, response) =>
    say(view, { request, response }, riskModeBody, ({ mode, by, reason, expiresInMinutes }) => {
      return { kind: "risk_mode", riskMode: mode, by, reason, minutes: expiresInMinutes };
    }),
  );
  router.post("/override", view.control, (request, response) => {
    const { service } = request.body as { service?: unknown };
    if (typeof service === "string" && !mayBeSetAside(service)) return refuse(response, 400, unknownModule(service));
    return say(view, { request, response }, overrideBody, ({ service: name, by, reason, expiresInMinutes }) => {
      return { kind: "override", service: name, by, reason, minutes: expiresInMinutes };
    });
  });
  router.delete("/risk_mode", view.control, (request, response) =>
    say(view, { request, response }, revokeBody, (body) => ({ kind: "revoke_risk_mode", ...body })),
  );
  router.delete("/override/:service", view.control, (request, response) => {
    const service = String(request.params.service);
    const known = view.state().overrides.some((one) => one.service === service);
    if (!known) return refuse(response, 404, { error: "NO_OVERRIDE", message: `No override of ${service} is in force.` });
    return say(view, { request, response }, revokeBody, (body) => ({ kind: "revoke_override", service, ...body }));
  });
}

function unknownModule(service: string) {
  const message = `The word of ${service} cannot be set aside. Modules: ${MODULES.filter(mayBeSetAside).join(", ")}.`;
  return { error: "UNKNOWN_MODULE", message };
}

function refuse(response: Response, status: number, body: { error: string; message: string }): void {
  response.status(status).json(body);
}

/** Checks what was said, hands it to the core, and answers once it is saved: nothing a person said is lost after that. */
async function say<T>(
  view: ServiceView<HfosState>,
  { request, response }: { request: Request; response: Response },
  body: z.ZodType<T>,
  wordsOf: (said: T) => PersonSays,
): Promise<void> {
  const parsed = body.safeParse(request.body);
  if (!parsed.success) return refuse(response, 400, { error: "BAD_REQUEST", message: z.prettifyError(parsed.error) });
  if (view.state().wait.last === 0)
    return refuse(response, 409, {
      error: "NO_MARKET_YET",
      message: "No bar has closed yet, so nothing can have an end. Try again after the first.",
    });
  if (!(await saved(view.observe("person", wordsOf(parsed.data)))))
    return refuse(response, 503, { error: "NOT_SAVED", message: "Redis does not answer: it waits and is not in force yet." });
  const { told, held, wish, overrides, directive } = view.state();
  response.json({ riskMode: told.riskMode, held, wish, overrides, directive });
}

/** Whether it was saved within the time a caller will wait; it stays queued either way. */
async function saved(saving: Promise<void>): Promise<boolean> {
  const late = new AbortController();
  const timeout = pause(SAVE_WAIT_MS, false, { signal: late.signal }).catch(() => false);
  try {
    return await Promise.race([saving.then(() => true), timeout]);
  } finally {
    late.abort();
  }
}
