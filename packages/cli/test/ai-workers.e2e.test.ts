import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, it } from "@jest/globals";
import type { DaySummary } from "@quantum/report";
import { type DayRequest, simulateDay } from "../src/day/simulate-day.ts";
import type { Fleet } from "../src/launch/fleet.ts";

const DAY = Date.UTC(2023, 6, 13);
const BAR_MS = 900_000;
const RUN_WITHIN_MS = 180_000;
/** Who is killed, after how many bars of the day, and how many milliseconds into the cycle. */
const KILLS: readonly (readonly [bar: number, service: string, delayMs: number])[] = [
  [20, "ai_engine_worker_1", 0],
  [35, "ai_engine", 4],
  [50, "ai_engine_worker_2", 8],
];

let runs = 0;

async function trade(about: Pick<DayRequest, "aiWorkers" | "beforeStep">, look?: (fleet: Fleet) => void): Promise<DaySummary> {
  runs += 1;
  const market = { dataFolder: null, date: "2023-07-13", symbols: "8", interval: "15m", clock: "lockstep", speed: 1, seed: 5 } as const;
  const day = await simulateDay({
    market: { ...market, walletUsd: 10_000 },
    run: `ai-workers-${process.pid}-${runs}`,
    without: ["clm", "dashboard"],
    env: { ...process.env, LOG_LEVEL: "warn", LEASE_TTL_MS: "900" },
    signal: new AbortController().signal,
    note: () => undefined,
    progress: () => undefined,
    ...about,
  });
  try {
    look?.(day.fleet);
    return day.summary;
  } finally {
    await day.close();
  }
}

/** Kills a service and starts it again at once, as an operator would who does not wait for the launcher's back-off. */
async function crash(fleet: Fleet, name: string, delayMs: number): Promise<boolean> {
  await pause(delayMs);
  const service = fleet.service(name);
  const killed = service.kill();
  while (service.state !== "backing-off") await pause(5);
  service.start();
  return killed;
}

describe("a day with workers of ai_engine", () => {
  it(
    "is traded order for order as without them, though the lead and both workers are killed on the way",
    async () => {
      const alone = await trade({});
      expect(alone.orders).toBeGreaterThan(0);
      const crashes: Promise<boolean>[] = [];
      const beforeStep = (fleet: Fleet, closeAt: number): void => {
        for (const [bar, service, delayMs] of KILLS) if (closeAt === DAY + bar * BAR_MS) crashes.push(crash(fleet, service, delayMs));
      };
      const shared = await trade({ aiWorkers: 2, beforeStep }, (fleet) => {
        expect([...fleet.services].filter(([name]) => name.startsWith("ai_engine")).map(([name, { state }]) => [name, state])).toEqual([
          ["ai_engine", "healthy"],
          ["ai_engine_worker_1", "healthy"],
          ["ai_engine_worker_2", "healthy"],
        ]);
      });
      expect(await Promise.all(crashes)).toEqual([true, true, true]);
      expect(shared).toMatchObject({ ledgerMatchesExchange: true, unexplainedDifferences: 0, orders: alone.orders });
      expect(shared.fingerprint).toBe(alone.fingerprint);
    },
    2 * RUN_WITHIN_MS,
  );
});
