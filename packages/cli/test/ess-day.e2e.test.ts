import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "@jest/globals";
import { compareRuns, readRun, runReplay } from "@quantum/replay";
import type { DaySummary } from "@quantum/report";
import { simulateDay } from "../src/day/simulate-day.ts";
import { homeOf } from "../src/home.ts";
import type { Fleet } from "../src/launch/fleet.ts";
import { REPOSITORY } from "../src/repository.ts";

/** A real market day where the data is at hand, else a generated one. */
const REAL_DATA = join(REPOSITORY, "..", "shared", "data", "um", "5m");
const DAY = { dataFolder: existsSync(REAL_DATA) ? REAL_DATA : null, date: "2023-07-13", symbols: "5" };
const DAY_WITHIN_MS = 240_000;
const root = mkdtempSync(join(tmpdir(), "ess-day-"));
afterAll(() => rmSync(root, { recursive: true }));

/** Limits so low that any trading day reaches them. */
const MADE_TO_LOSE = { ESS_MAX_DRAWDOWN_RATIO: "0.003" };
const env = (more: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({ ...process.env, LOG_LEVEL: "warn", LEASE_TTL_MS: "900", ...more });
let runs = 0;

interface Live {
  readonly summary: DaySummary;
  readonly folder: string;
}

async function live(given: { env?: NodeJS.ProcessEnv; beforeStep?: (fleet: Fleet, closeAt: number) => void }): Promise<Live> {
  runs += 1;
  const run = `ess-day-${process.pid}-${runs}`;
  const day = await simulateDay({
    market: { ...DAY, interval: "5m", clock: "lockstep", speed: 1, seed: 1, walletUsd: 10_000 },
    run,
    without: ["dashboard", "clm"],
    modules: ["ess"],
    env: env(given.env ?? {}),
    signal: new AbortController().signal,
    note: () => undefined,
    progress: () => undefined,
    ...(given.beforeStep ? { beforeStep: given.beforeStep } : {}),
  });
  await day.close();
  return { summary: day.summary, folder: homeOf(`runs/${run}`).root };
}

async function replayed(more: NodeJS.ProcessEnv): Promise<string> {
  runs += 1;
  const folder = join(root, String(runs));
  await runReplay({
    ...DAY,
    from: DAY.date,
    to: DAY.date,
    baseInterval: null,
    interval: "5m",
    seed: 1,
    generator: "regimes",
    modules: ["ess"],
    without: ["clm"],
    moduleMode: null,
    env: env(more),
    walletUsd: "10000",
    folder,
    events: "brief",
  });
  return folder;
}

function stoppedAt(folder: string): number | undefined {
  const { events } = readRun(folder);
  return events.find(({ type, data }) => type === "emergency.judged" && (data as { level: string }).level === "HALT")?.at;
}

describe("the emergency stop on an accelerated day", () => {
  it(
    "stops on the same bar live, live with kills of its own process, and in replay, event for event; afterwards nothing is entered",
    async () => {
      const first = await live({ env: MADE_TO_LOSE });
      const at = stoppedAt(first.folder) as number;
      expect(at).toBeGreaterThan(0);
      const here = await replayed(MADE_TO_LOSE);
      const { same, event } = compareRuns(readRun(first.folder), readRun(here));
      expect({ same, event }).toEqual({ same: true, event: null });
      const judged = readRun(first.folder).events.filter(({ type }) => type === "emergency.judged");
      expect([judged.length, new Set(judged.map(({ cycle }) => cycle)).size]).toEqual([first.summary.cycles, first.summary.cycles]);
      const entered = readRun(first.folder).events.filter(
        ({ type, data }) => type === "order.requested" && (data as { intent?: { purpose: string } }).intent?.purpose === "ENTRY",
      );
      expect(entered.every((each) => each.at < at)).toBe(true);
      const beforeStep = (fleet: Fleet, closeAt: number) => {
        if ([at - 300_000, at, at + 600_000].includes(closeAt)) fleet.service("ess").kill();
      };
      const killed = await live({ env: MADE_TO_LOSE, beforeStep });
      expect(killed.summary.fingerprint).toBe(first.summary.fingerprint);
      expect(stoppedAt(killed.folder)).toBe(at);
    },
    DAY_WITHIN_MS,
  );

  it(
    "with closing: the same events live and in replay, flat from that bar on, and the ledger knows every order that closed something",
    async () => {
      const closing = { ...MADE_TO_LOSE, ESS_CLOSE_ON_HALT: "true" };
      const day = await live({ env: closing });
      const { same, event } = compareRuns(readRun(day.folder), readRun(await replayed(closing)));
      expect({ same, event }).toEqual({ same: true, event: null });
      expect({ matches: day.summary.ledgerMatchesExchange, differences: day.summary.differences }).toEqual({
        matches: true,
        differences: [],
      });
      const ends = readRun(day.folder).events.filter(({ type }) => type === "trade.closed");
      expect(ends.some(({ data }) => (data as { exitCode: string }).exitCode === "EXIT_EMERGENCY")).toBe(true);
      const synced = readRun(day.folder).events.findLast(({ type }) => type === "account.synced")?.data;
      expect(synced).toMatchObject({ positions: [], openOrders: 0, openAlgoOrders: 0 });
      // Equity is the wallet where no position is open.
      expect(day.summary.finalEquity).toBe(day.summary.finalWallet);
    },
    DAY_WITHIN_MS,
  );
});
