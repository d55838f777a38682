import type { Request, RequestHandler, Response } from "express";
import * as z from "zod";
import { addressOf, type DashboardConfig } from "../config.ts";
import { LIMITS } from "../limits.ts";

const person = { by: z.string().trim().min(1).max(100), reason: z.string().trim().min(1).max(1_000) };
const modeBody = z.object({ service: z.string(), mode: z.string(), ...person });
const killBody = z.object({ set: z.boolean(), ...person });

/** Where an operator's wish goes. */
interface Wish {
  readonly service: string;
  readonly path: string;
  readonly body: object;
}

/** POST /api/mode: one service's mode, with the operator's own token. The console adds no right of its own. */
export function modeRoute(config: DashboardConfig): RequestHandler {
  return forward(config, modeBody, ({ service, mode, by, reason }) => ({ service, path: "/set_mode", body: { mode, by, reason } }));
}

/** POST /api/kill: sets or clears the kill latch at risk_safety, with the operator's own token. */
export function killRoute(config: DashboardConfig): RequestHandler {
  return forward(config, killBody, ({ set, by, reason }) => ({
    service: "risk_safety",
    path: set ? "/kill" : "/clear",
    body: { by, reason },
  }));
}

function forward<T>(config: DashboardConfig, schema: z.ZodType<T>, wish: (body: T) => Wish): RequestHandler {
  return async (request, response) => {
    const body = schema.safeParse(request.body);
    if (!body.success) {
      const [issue] = body.error.issues;
      return refuse(response, 400, { error: "BAD_REQUEST", message: `${issue?.path.join(".")}: ${issue?.message}` });
    }
    const { service, path, body: sent } = wish(body.data);
    const address = addressOf(config, service);
    if (!address) return refuse(response, 404, { error: "UNKNOWN_SERVICE", message: `"${service}" is not a service of this fleet` });
    await relay({ request, response, url: `${address}${path}`, body: sent, service });
  };
}

async function relay(order: { request: Request; response: Response; url: string; body: object; service: string }): Promise<void> {
  const { request, response, url, body, service } = order;
  const headers = { "content-type": "application/json", authorization: request.headers.authorization ?? "" };
  try {
    const answer = await fetch(url, {
      method: "POST",
      headers,
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(LIMITS.peerWaitMs + 2_000),
    });
    response.status(answer.status).json(await answer.json());
  } catch {
    refuse(response, 502, {
      error: "NO_ANSWER",
      message: `${service} does not answer; whether it changed is unknown: look at the fleet strip`,
    });
  }
}

function refuse(response: Response, status: number, body: { error: string; message: string }): void {
  response.status(status).json(body);
}
