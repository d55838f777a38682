import { type BusKeys, busKeys, connectRedis, untilReady } from "@quantum/service-kit/bus";
import type { ServiceDefinition } from "@quantum/service-kit/run";
import type { Redis } from "ioredis";
import type { DashboardConfig } from "./config.ts";
import { killRoute, modeRoute } from "./control/forward.ts";
import { createDashboardCore, type DashboardState } from "./core/index.ts";
import { candles } from "./data/candles.ts";
import { day } from "./data/day.ts";
import { read, type Select, selectFrom } from "./data/query.ts";
import * as tables from "./data/tables.ts";
import { fleetView } from "./fleet/fleet-view.ts";
import { Peers } from "./fleet/peers.ts";
import { liveRoute } from "./live/live-route.ts";
import { LiveStream } from "./live/live-stream.ts";
import { servePage, strictPolicy } from "./page/serve-page.ts";

/** Services that are no part of the bus and so never write their health there. */
const OFF_THE_BUS = ["exchange_simulator"];

/** Connects the console: its API over Postgres and Redis, its live line, its page. */
export function service(config: DashboardConfig): ServiceDefinition<DashboardState> {
  const keys = busKeys(config.REDIS_PREFIX);
  const live = new LiveStream(keys);
  let asking: Redis | null = null;
  const fleet = fleetReader(config, { redis: () => asking, keys, peers: new Peers(config) });
  return {
    core: createDashboardCore(),
    // Connections of its own for each run: one that was disconnected is done with.
    feed: async ({ signal }) => {
      const connections = [connectRedis(config.REDIS_URL, ignoreShown), connectRedis(config.REDIS_URL, ignoreShown)] as const;
      const end = (): void => {
        for (const redis of connections) redis.disconnect();
      };
      signal.addEventListener("abort", end, { once: true });
      try {
        asking = connections[0];
        await untilReady(asking, signal);
        await live.follow(connections[1], signal);
      } finally {
        signal.removeEventListener("abort", end);
        end();
      }
    },
    routes: (router, view) => {
      const select = selectFrom(() => view.database());
      router.use(strictPolicy);
      router.get("/api/fleet", read("the fleet", fleet));
      router.get("/api/live", liveRoute(live, fleet));
      router.get(
        "/api/positions",
        read("positions", async () => positions(live)),
      );
      router.get(
        "/api/day",
        read("the day", () => day(select, live.lastValued)),
      );
      router.get(
        "/api/candles/:symbol",
        read("symbol", (request, limit) => candles(select, String(request.params.symbol), limit)),
      );
      router.get(
        "/api/decisions/:intentId",
        read("decision", (request) => tables.decision(select, String(request.params.intentId))),
      );
      for (const [path, load] of Object.entries(LISTS))
        router.get(
          `/api/${path}`,
          read(path, async (_request, limit) => ({ [path]: await load(select, limit) })),
        );
      router.post("/api/mode", modeRoute(config));
      router.post("/api/kill", killRoute(config));
      servePage(router);
    },
  };
}

const LISTS: Readonly<Record<string, (select: Select, limit: number) => Promise<unknown[]>>> = {
  equity: tables.equity,
  orders: tables.orders,
  trades: tables.trades,
  cycles: tables.cycles,
  alerts: tables.alerts,
  symbols: tables.symbols,
};

/** Open positions as last valued; `known` is false while nobody has valued them. */
function positions(live: LiveStream) {
  const { lastValued } = live;
  return lastValued ? { known: true, at: lastValued.at, positions: lastValued.data.positions } : { known: false, at: null, positions: [] };
}

/** Reads how everybody is. With Redis away everybody is unheard of, which is what it looks like from here. */
function fleetReader(config: DashboardConfig, from: { redis: () => Redis | null; keys: BusKeys; peers: Peers }) {
  const expected = Object.keys(config.FLEET_PORTS).filter((name) => !OFF_THE_BUS.includes(name));
  return async () => {
    const redis = from.redis();
    const reachable = redis?.status === "ready";
    const [written, market, kill] = await Promise.all([reachable ? heard(redis, from.keys) : {}, from.peers.market(), from.peers.kill()]);
    const exchangeMode = config.EXCHANGE_MODE ?? null;
    return { at: Date.now(), redis: reachable, exchangeMode, market, kill, services: fleetView(written, expected, Date.now()) };
  };
}

async function heard(redis: Redis, keys: BusKeys): Promise<Record<string, string>> {
  try {
    return await redis.hgetall(keys.fleet);
  } catch {
    return {};
  }
}

/** Errors of a connection show as services nobody has heard of; it tries again by itself. */
function ignoreShown(): void {}
