import { createApp, finishApp, listen } from "@quantum/service-kit/http";
import { createLogger, type Logger } from "@quantum/service-kit/logger";
import { ServiceMetrics } from "@quantum/service-kit/metrics";
import express, { type Express } from "express";
import { ACCOUNT_ENDPOINTS } from "./api/account-endpoints.ts";
import { ALGO_ENDPOINTS } from "./api/algo-endpoints.ts";
import type { Endpoint } from "./api/endpoint.ts";
import { Faults } from "./api/faults.ts";
import { LISTEN_KEY_ENDPOINTS } from "./api/listen-key-endpoints.ts";
import { limitsOf, MARKET_ENDPOINTS } from "./api/market-endpoints.ts";
import { ORDER_ENDPOINTS } from "./api/order-endpoints.ts";
import { RateLimits } from "./api/rate-limits.ts";
import { type Gate, serve } from "./api/serve.ts";
import { PacedClock } from "./clock.ts";
import type { SimulatorConfig } from "./config.ts";
import { controlRoutes } from "./control/routes.ts";
import { serviceRoutes } from "./control/service-routes.ts";
import { loadTape } from "./market/load-tape.ts";
import { Venue } from "./venue/venue.ts";
import { Broadcast } from "./ws/broadcast.ts";
import { Hub } from "./ws/hub.ts";
import { PublishedBooks } from "./ws/published-books.ts";
import { UserStreams } from "./ws/user-streams.ts";

export { readSimulatorConfig } from "./config.ts";

const VERSION = process.env.QUANTUM_VERSION ?? "0.1.0";
const ENDPOINTS: readonly Endpoint[] = [
  ...MARKET_ENDPOINTS,
  ...ACCOUNT_ENDPOINTS,
  ...ORDER_ENDPOINTS,
  ...ALGO_ENDPOINTS,
  ...LISTEN_KEY_ENDPOINTS,
];

/** A simulator that runs inside this process. */
export interface RunningSimulator {
  readonly port: number;
  readonly venue: Venue;
  /** Names of the market streams that somebody listens to. */
  streams(): string[];
  /** Connections that hear user events. */
  userConnections(): number;
  close(): Promise<void>;
}

/** Starts a simulator: loads its market, brings its books back, listens. */
export async function startSimulator(config: SimulatorConfig, log?: Logger): Promise<RunningSimulator> {
  const logger = log ?? createLogger("exchange_simulator", config.LOG_LEVEL);
  const tape = await loadTape(config);
  const venue = new Venue(tape, { seed: config.SIM_SEED, walletUsd: config.SIM_WALLET_USD, stateDir: config.SIM_STATE_DIR });
  const userStreams = new UserStreams();
  const books = new PublishedBooks(venue);
  const faults = new Faults();
  const clock = new PacedClock(venue, config.SIM_SPEED, logger);
  const begin = (): void => {
    if (config.SIM_CLOCK === "paced") clock.begin();
  };
  const api = { venue, config, userStreams, books };
  const gate: Gate = { api, limits: new RateLimits(limitsOf(api)), faults, logger, onTrader: begin };
  const app = createApp();
  mountExchange(app, gate);
  const hub = new Hub({ userStreams, symbols: tape.symbols, logger });
  hub.onSubscribe = begin;
  venue.listen(new Broadcast({ venue, hub, books, faults }));
  app.use("/control", controlRoutes({ venue, hub, faults, config }));
  app.use(serviceRoutes({ venue, hub, version: VERSION, metrics: new ServiceMetrics("exchange_simulator", VERSION) }));
  finishApp(app, logger);
  const http = await listen(app, { host: config.HOST, port: config.PORT, service: "exchange_simulator" });
  hub.attach(http.server);
  const { source, generated } = tape.content;
  logger.info(
    { port: http.port, source, generated, symbols: tape.symbols.length, recovered: venue.recovered, clock: config.SIM_CLOCK },
    "started",
  );
  const close = async (): Promise<void> => {
    clock.stop();
    hub.close();
    await http.close();
    venue.close();
  };
  return {
    port: http.port,
    venue,
    close,
    streams: () => hub.streams().map((stream) => stream.name),
    userConnections: () => hub.userConnections,
  };
}

/** Binance's API: parameters in the address or in a form body, read raw because the signature covers the raw text. */
function mountExchange(app: Express, gate: Gate): void {
  app.use(["/fapi", "/sapi"], express.raw({ type: () => true, limit: "1mb" }));
  for (const endpoint of ENDPOINTS) {
    const handler = serve(endpoint, gate);
    if (endpoint.method === "GET") app.get(endpoint.path, handler);
    else if (endpoint.method === "POST") app.post(endpoint.path, handler);
    else if (endpoint.method === "PUT") app.put(endpoint.path, handler);
    else app.delete(endpoint.path, handler);
  }
}
