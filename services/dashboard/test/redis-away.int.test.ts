import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, it } from "@jest/globals";
import { readConfig } from "@quantum/service-kit/config";
import type { FeedAccess } from "@quantum/service-kit/run";
import { eventually, type Gate, gateTo } from "@quantum/test-kit";
import { type Bus, openBus } from "@quantum/test-kit/stage";
import express, { Router } from "express";
import { environment } from "../src/config.ts";
import type { DashboardState } from "../src/core/index.ts";
import { service } from "../src/service.ts";

/** Longer than one try to connect takes, so that it waits for the next; shorter than the feed's runner waits. */
const TRIED_IN_VAIN_MS = 300;

let bus: Bus;
let gate: Gate;
let server: Server;
let run: AbortController;
let ended: Promise<unknown>;
let startFeed: () => void;

beforeEach(async () => {
  bus = await openBus();
  await bus.redis.hset(bus.keys.fleet, "dashboard", JSON.stringify({ service: "dashboard", status: "HEALTHY", at: Date.now() }));
  gate = await gateTo(bus.url);
  const ports = { dashboard: 9, exchange_simulator: 9, execution: 9, risk_safety: 9, trading_bot: 9 };
  const definition = service(
    readConfig("dashboard", environment, {
      PORT: "0",
      REDIS_URL: gate.url,
      REDIS_PREFIX: bus.prefix,
      DATABASE_URL: "postgres://nobody@127.0.0.1:9/none",
      CONTROL_TOKEN: "a-control-token-for-tests",
      FLEET_PORTS: JSON.stringify(ports),
    }),
  );
  const router = Router();
  definition.routes?.(router, {} as never);
  server = express().use(router).listen(0, "127.0.0.1");
  startFeed = () => {
    run = new AbortController();
    const { signal } = run;
    ended = Promise.resolve(definition.feed?.({ signal } as FeedAccess<DashboardState>)).catch((error: unknown) => error);
  };
});
afterEach(async () => {
  run.abort();
  await ended;
  server.close();
  await gate.close();
  await bus.close();
});

interface Seen {
  readonly redis: boolean;
  readonly services: readonly { readonly service: string; readonly status: string }[];
}
const sees = (redis: boolean) =>
  eventually(
    async () => {
      const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/api/fleet`);
      const fleet = (await answer.json()) as Seen;
      const absent = fleet.services.find((one) => one.service === "dashboard")?.status === "ABSENT";
      return fleet.redis === redis && absent !== redis;
    },
    { what: `the console sees Redis ${redis ? "there" : "away"}` },
  );

it("sees the fleet again when its feed was ended while its connections waited to try again", async () => {
  startFeed();
  await sees(true);
  gate.shut();
  await sees(false);
  await pause(TRIED_IN_VAIN_MS);
  run.abort();
  await ended;
  gate.open();
  startFeed();
  await sees(true);
});

it("says that Redis is away while its feed does not run", async () => {
  startFeed();
  await sees(true);
  run.abort();
  await ended;
  await sees(false);
});
