import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "@jest/globals";
import { compareRuns, type ReplaySummary, readRun, runReplay } from "@quantum/replay";
import type { DaySummary } from "@quantum/report";
import { FLEET } from "../../../fleet.ts";
import { simulateDay } from "../src/day/simulate-day.ts";
import { homeOf } from "../src/home.ts";
import { REPOSITORY } from "../src/repository.ts";
import { LONG_DRILLS } from "./drill-length.ts";

interface Day {
  readonly name: string;
  readonly dataFolder: string | null;
  readonly date: string;
  readonly symbols: string;
  readonly seed: number;
  /** ENFORCED, all of them. */
  readonly modules: readonly string[];
}

/** Real days where the data is at hand: a lively day, a crash on one-minute bars, and the flash crash of two contracts; else generated ones. */
const REAL_DATA = join(REPOSITORY, "..", "shared", "data");
const REAL_DAYS = [
  { name: "2023-07-13", folder: "um/5m", date: "2023-07-13", symbols: "8" },
  {
    name: "the crash of 2021-05-19 on one-minute bars",
    folder: "spot/1m",
    date: "2021-05-19",
    symbols: "ETHUSDT,XRPUSDT,DOGEUSDT,ADAUSDT",
  },
  { name: "the flash crash of 2025-10-10", folder: "um/5m", date: "2025-10-10", symbols: "SOLUSDT,DOGEUSDT" },
].map(({ folder, ...day }) => ({ ...day, dataFolder: join(REAL_DATA, folder), seed: 1, modules: [] }));
const GENERATED_DAYS = [1, 2, 3].map((seed) => ({
  name: `generated day ${seed}`,
  modules: [],
  dataFolder: null,
  date: "2024-01-02",
  symbols: "6",
  seed,
}));
const PLAIN_DAYS: readonly Day[] = REAL_DAYS.every(({ dataFolder }) => existsSync(dataFolder)) ? REAL_DAYS : GENERATED_DAYS;
/** Every module that decides anything; self_healing only looks after processes. */
const DECIDING = FLEET.filter(({ group, name }) => group === "module" && name !== "self_healing").map(({ name }) => name);
/** Each with every deciding module ENFORCED, and by the core alone: the first, or all. */
const DAYS: readonly Day[] = PLAIN_DAYS.flatMap((day, index) => [
  ...(index === 0 || LONG_DRILLS ? [day] : []),
  { ...day, name: `${day.name}, every module ENFORCED`, modules: DECIDING },
]);

const DAY_WITHIN_MS = 240_000;
const WALLET_USD = 10_000;
const root = mkdtempSync(join(tmpdir(), "parity-"));
afterAll(() => rmSync(root, { recursive: true }));

/** The day by the fleet: a process a service, over Redis, through the exchange's API. Leaves its run folder. */
async function live({ dataFolder, date, symbols, seed, modules }: Day, run: string): Promise<DaySummary> {
  const traded = await simulateDay({
    market: { dataFolder, date, symbols, interval: "5m", clock: "lockstep", speed: 1, seed, walletUsd: WALLET_USD },
    run,
    without: ["dashboard"],
    modules,
    moduleMode: modules.length > 0 ? "ENFORCED" : null,
    env: { ...process.env, LOG_LEVEL: "warn" },
    signal: new AbortController().signal,
    note: () => undefined,
    progress: () => undefined,
  });
  await traded.close();
  return traded.summary;
}

/** The same day in this process. */
function replayed({ dataFolder, date, symbols, seed, modules }: Day, folder: string): Promise<ReplaySummary> {
  return runReplay({
    dataFolder,
    from: date,
    to: date,
    symbols,
    baseInterval: null,
    interval: "5m",
    seed,
    generator: "regimes",
    modules,
    without: [],
    moduleMode: modules.length > 0 ? "ENFORCED" : null,
    env: process.env,
    walletUsd: String(WALLET_USD),
    folder,
    events: "brief",
  });
}

describe("what replay shows is what the fleet does", () => {
  it.each(DAYS.map((day) => [day.name, day] as const))(
    "%s: the same orders, fills, ledger, and event for event the same reasons",
    async (_, day) => {
      const run = `parity-${process.pid}-${DAYS.indexOf(day)}`;
      const fleet = await live(day, run);
      const folder = join(root, String(DAYS.indexOf(day)));
      const here = await replayed(day, folder);
      const fleetFolder = homeOf(`runs/${run}`).root;
      const { same, event, order, fill } = compareRuns(readRun(fleetFolder), readRun(folder));
      expect({ event, order, fill }).toEqual({ event: null, order: null, fill: null });
      expect(same).toBe(true);
      expect(fleet.fills).toBeGreaterThan(0);
      const { wallSeconds: _wall, barToOrderMs: _timing, ...figures } = fleet;
      expect(here).toMatchObject(figures);
      rmSync(fleetFolder, { recursive: true, force: true });
    },
    DAY_WITHIN_MS,
  );
});
