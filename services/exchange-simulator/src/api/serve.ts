import { setTimeout as wait } from "node:timers/promises";
import type { Logger } from "@quantum/service-kit/logger";
import type { Request, RequestHandler, Response } from "express";
import { ApiError } from "./api-error.ts";
import type { Api, Endpoint } from "./endpoint.ts";
import type { Faults, RequestFault } from "./faults.ts";
import { Query } from "./query.ts";
import type { RateLimits } from "./rate-limits.ts";
import { checkApiKey, checkSignature, type WireRequest } from "./signature.ts";

/** What stands between the wire and a handler. */
export interface Gate {
  readonly api: Api;
  readonly limits: RateLimits;
  readonly faults: Faults;
  readonly logger: Logger;
  /** Called when a signed request has arrived: somebody trades here. */
  readonly onTrader: () => void;
}

/** Serves one endpoint: faults, rate limits, signature, handler, answer. */
export function serve(endpoint: Endpoint, gate: Gate): RequestHandler {
  return async (request, response) => {
    const placesOrder = endpoint.method === "POST" && (endpoint.orders ?? 0) > 0;
    if (placesOrder) gate.api.venue.timing.orderArrived();
    const latencyMs = gate.faults.latencyMs(request);
    if (latencyMs > 0) await wait(latencyMs);
    const fault = gate.faults.forRequest({ method: request.method, path: request.path, placesOrder });
    try {
      const value = answer(endpoint, gate, { request, response, fault });
      if (fault === "lostAck") request.socket.destroy();
      else response.json(value);
    } catch (error) {
      fail(gate, response, error);
    }
  };
}

function answer(endpoint: Endpoint, gate: Gate, call: { request: Request; response: Response; fault: RequestFault }): unknown {
  const wire = wireOf(call.request);
  const query = new Query(new URLSearchParams([wire.query, wire.body].filter((part) => part !== "").join("&")));
  const weight = typeof endpoint.weight === "function" ? endpoint.weight(query) : endpoint.weight;
  const usage = gate.limits.count({ weight, orders: endpoint.orders ?? 0 }, Date.now());
  call.response.set("X-MBX-USED-WEIGHT-1M", String(usage.weightPerMinute));
  if (endpoint.orders)
    call.response.set({ "X-MBX-ORDER-COUNT-10S": String(usage.ordersPer10s), "X-MBX-ORDER-COUNT-1M": String(usage.ordersPerMinute) });
  meet(call.fault);
  const credentials = { apiKey: gate.api.config.EXCHANGE_API_KEY, secret: gate.api.config.EXCHANGE_API_SECRET };
  if (endpoint.access === "SIGNED") {
    checkSignature(wire, query, credentials, Date.now());
    gate.onTrader();
  } else if (endpoint.access === "KEY") checkApiKey(wire, credentials);
  return endpoint.handle(query, gate.api);
}

/** A fault that takes the place of the answer. */
function meet(fault: RequestFault): void {
  if (fault === "429") throw new ApiError(429, -1003, "Too many requests (fault switched on).");
  if (fault === "418") throw new ApiError(418, -1003, `Way too many requests; IP banned until ${Date.now() + 60_000} (fault switched on).`);
  if (fault === "serverError") throw new ApiError(503, -1001, "Internal error; unable to process your request. Please try again.");
  if (fault === "reject") throw new ApiError(400, -2010, "NEW_ORDER_REJECTED (fault switched on)");
}

function wireOf(request: Request): WireRequest {
  const start = request.originalUrl.indexOf("?");
  const apiKey = request.headers["x-mbx-apikey"];
  return {
    apiKey: typeof apiKey === "string" ? apiKey : undefined,
    query: start < 0 ? "" : request.originalUrl.slice(start + 1),
    body: Buffer.isBuffer(request.body) ? request.body.toString("utf8") : "",
  };
}

function fail(gate: Gate, response: Response, error: unknown): void {
  if (!(error instanceof ApiError)) gate.logger.error({ error }, "a request failed");
  const known = error instanceof ApiError ? error : new ApiError(500, -1000, error instanceof Error ? error.message : "unknown error");
  if (known.status === 429 || known.status === 418) response.set("Retry-After", String(gate.limits.retryAfterSeconds(Date.now())));
  response.status(known.status).json({ code: known.code, msg: known.message });
}
