import type { Mode } from "@quantum/types";
import { type RequestHandler, type Response, Router } from "express";
import type { Health } from "../health.ts";
import type { ServiceMetrics } from "../metrics.ts";
import { enabledMode, type ModeRecord, operatorMode, parseMode, UnknownModeError } from "../modes.ts";

/** What the standard routes need of a service. */
export interface StandardRoutesHost {
  readonly version: string;
  readonly modes: readonly Mode[];
  readonly metrics: ServiceMetrics;
  readonly control: RequestHandler;
  health(): Health;
  mode(): ModeRecord;
  setMode(next: ModeRecord, by: string, reason: string): Promise<void>;
}

/** How long a change of mode may wait for Redis before the caller is told that it is not saved. */
const SET_MODE_WAIT_MS = 3_000;

/** GET /health, /metrics, /version; POST /set_mode, /set_mode/:mode, /disable, /enable. */
export function standardRoutes(host: StandardRoutesHost): Router {
  const router = Router();
  router.get("/health", (_request, response) => {
    const health = host.health();
    response.status(health.status === "UNHEALTHY" ? 503 : 200).json(health);
  });
  router.get("/version", (_request, response) => {
    response.json({ service: host.health().service, version: host.version, node: process.version });
  });
  router.get("/metrics", async (_request, response) => {
    response.type(host.metrics.registry.contentType).send(await host.metrics.exposition(host.health(), host.modes));
  });
  const change = async (response: Response, wanted: () => ModeRecord, body: { by: string; reason: string }): Promise<void> => {
    try {
      const next = wanted();
      const from = host.mode().mode;
      await withDeadline(host.setMode(next, body.by, body.reason));
      response.json({ from, to: next.mode, by: body.by, reason: body.reason });
    } catch (error) {
      if (error instanceof UnknownModeError)
        response.status(400).json({ error: "UNKNOWN_MODE", message: error.message, modes: host.modes });
      else if (error instanceof NotSavedError) response.status(503).json({ error: "NOT_SAVED", message: error.message });
      else throw error;
    }
  };
  router.post("/set_mode", host.control, (request, response) =>
    change(response, () => operatorMode(parseMode(request.body.mode, host.modes), host.mode()), request.body),
  );
  router.post("/set_mode/:mode", host.control, (request, response) =>
    change(response, () => operatorMode(parseMode(request.params.mode, host.modes), host.mode()), request.body),
  );
  router.post("/disable", host.control, (request, response) =>
    change(response, () => operatorMode(parseMode("OFF", host.modes), host.mode()), request.body),
  );
  router.post("/enable", host.control, (request, response) => change(response, () => enabledMode(host.mode()), request.body));
  return router;
}

class NotSavedError extends Error {
  override readonly name = "NotSavedError";
}

async function withDeadline(saved: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () =>
        reject(new NotSavedError("Redis does not answer: the change waits and is not in force yet. Try again when /health says HEALTHY.")),
      SET_MODE_WAIT_MS,
    );
  });
  try {
    await Promise.race([saved, late]);
  } finally {
    clearTimeout(timer);
  }
}
