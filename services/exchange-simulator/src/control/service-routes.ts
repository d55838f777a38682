import type { ServiceMetrics } from "@quantum/service-kit/metrics";
import { Router } from "express";
import type { Venue } from "../venue/venue.ts";
import type { Hub } from "../ws/hub.ts";

/** What the three service routes show. */
export interface ServiceParts {
  readonly venue: Venue;
  readonly hub: Hub;
  readonly version: string;
  readonly metrics: ServiceMetrics;
}

/** GET /health, /metrics and /version, as every service has them. */
export function serviceRoutes(parts: ServiceParts): Router {
  const { venue, hub, version, metrics } = parts;
  const startedAt = Date.now();
  const router = Router();
  router.get("/health", (_request, response) => {
    const problem = venue.brokenBy?.message ?? null;
    response.status(problem === null ? 200 : 503).json({
      service: "exchange_simulator",
      status: problem === null ? "HEALTHY" : "UNHEALTHY",
      problem,
      mode: "ENFORCED",
      modeFrom: "default",
      phase: 0,
      version,
      startedAt,
      uptimeMs: Date.now() - startedAt,
      marketAt: venue.marketAt,
      done: venue.done,
      dependencies: {},
    });
  });
  router.get("/version", (_request, response) => {
    response.json({ service: "exchange_simulator", version, node: process.version });
  });
  router.get("/metrics", async (_request, response) => {
    const { exchange } = venue;
    metrics.gauge("simulator_orders", "Plain orders so far", exchange.orders.length);
    metrics.gauge("simulator_algo_orders", "Conditional orders so far", exchange.algos.length);
    metrics.gauge("simulator_fills", "Fills so far", exchange.fills.length);
    metrics.gauge("simulator_wallet_usd", "Wallet balance in USD", Number(exchange.walletUsd));
    metrics.gauge("simulator_websocket_connections", "Open WebSocket connections", hub.size);
    const status = venue.brokenBy ? "UNHEALTHY" : "HEALTHY";
    const vitals = { status, mode: "ENFORCED", phase: 0, dependencies: {}, lastEventAgeMs: null, lag: null, rowsBacklog: 0 } as const;
    const text = await metrics.exposition({ ...vitals, marketAt: venue.marketAt }, ["ENFORCED"]);
    response.type(metrics.registry.contentType).send(text);
  });
  return router;
}
