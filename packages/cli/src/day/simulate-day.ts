import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { postgresFolder } from "@quantum/local-servers";
import { type DaySummary, parseBooks, summarise } from "@quantum/report";
import { CliFailure, EXIT } from "../failure.ts";
import { homeOf } from "../home.ts";
import type { SimulatorStatus } from "../launch/exchange-control.ts";
import { chooseServices, type Fleet } from "../launch/fleet.ts";
import { type Launch, launch } from "../launch/launcher.ts";
import type { ModuleMode } from "../launch/modules.ts";
import type { MarketChoice } from "../launch/service-environment.ts";
import { type Completed, CycleWatch } from "./cycle-watch.ts";
import { conductLockstep, watchPaced } from "./day-clock.ts";
import { readLedger } from "./ledger-reader.ts";
import type { DayProgress } from "./progress.ts";
import { recordDay } from "./record-day.ts";
import { untilIdle } from "./until-idle.ts";

export interface DayRequest {
  readonly market: MarketChoice;
  /** Name of this run; its home is `.quantum/runs/<run>`. */
  readonly run: string;
  /** Services to leave out; those that trade cannot be. */
  readonly without: readonly string[];
  /** Modules of the rollout that take part, by name, and the mode in which they start. */
  readonly modules?: readonly string[];
  readonly moduleMode?: ModuleMode | null;
  /** Workers that share the symbols with ai_engine. */
  readonly aiWorkers?: number;
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  readonly note: (line: string) => void;
  readonly progress: (progress: DayProgress) => void;
  /** Called with each close before the market moves there (lockstep only): where a test breaks something. */
  readonly beforeStep?: (fleet: Fleet, closeAt: number) => void | Promise<void>;
}

/** A market day that has been traded, with the fleet still up. */
export interface TradedDay {
  readonly summary: DaySummary;
  /** Its events, tables, logs and summary. */
  readonly runFolder: string;
  readonly fleet: Fleet;
  /** Stops the fleet; the run's logs and summary stay, its databases go. */
  close(): Promise<void>;
}

const IDLE_WITHIN_MS = 60_000;

/** Runs the whole fleet over one market day in a home of its own, and sums it up. The caller closes it. */
export async function simulateDay(request: DayRequest): Promise<TradedDay> {
  const startedAt = Date.now();
  const home = homeOf(`runs/${request.run}`);
  const running = await launch({
    home,
    ports: "prefer-manifest",
    market: request.market,
    only: [...servicesWithout(request.without), ...(request.modules ?? [])],
    moduleMode: request.moduleMode ?? null,
    aiWorkers: request.aiWorkers ?? 0,
    env: request.env,
    progress: request.note,
  });
  const close = async () => {
    await running.stop();
    for (const folder of [postgresFolder(join(home.data, "postgres")), home.data]) rmSync(folder, { recursive: true, force: true });
  };
  const interrupt = () => void running.stop();
  request.signal.addEventListener("abort", interrupt, { once: true });
  try {
    const summary = await tradeDay(request, { running, startedAt });
    writeFileSync(join(home.root, "summary.json"), `${JSON.stringify(summary, null, 2)}\n`);
    return { summary, runFolder: home.root, fleet: await running.up, close };
  } catch (error) {
    await close();
    throw request.signal.aborted ? request.signal.reason : error;
  } finally {
    request.signal.removeEventListener("abort", interrupt);
  }
}

async function tradeDay(request: DayRequest, given: { running: Launch; startedAt: number }): Promise<DaySummary> {
  const fleet = await given.running.up;
  request.note(`all services healthy after ${fleet.allHealthyMs} ms; console: ${fleet.consoleUrl() ?? "none"}`);
  await atRest(fleet, request);
  const status = await conduct(fleet, request);
  await atRest(fleet, request);
  const exchange = fleet.requireExchange();
  await recordDay(fleet.home.root, fleet.servers);
  const ledger = await readLedger({
    databaseUrl: fleet.servers.databaseUrl,
    portfolioPort: fleet.ports.services.portfolio_intelligence as number,
    healed: request.modules?.includes("self_healing") ?? false,
  });
  return summarise(ledger, parseBooks(await exchange.books()), {
    date: request.market.date,
    symbols: status.symbols,
    generated: status.generated,
    startWalletUsd: request.market.walletUsd,
    wallSeconds: (Date.now() - given.startedAt) / 1000,
    barToOrderMs: await exchange.barToOrderMs(),
  });
}

/** Waits until everybody who was not stopped on purpose has nothing left to do. */
async function atRest(fleet: Fleet, { signal }: DayRequest): Promise<void> {
  const services = [...fleet.services].filter(([, service]) => service.state !== "stopped").map(([name]) => name);
  await untilIdle(fleet.servers.redisUrl, { services, withinMs: IDLE_WITHIN_MS, signal });
}

async function conduct(fleet: Fleet, request: DayRequest): Promise<SimulatorStatus> {
  const exchange = fleet.requireExchange();
  const first = await exchange.status();
  const watch = new DayWatch(fleet, request);
  const cycles = new CycleWatch(fleet.servers.redisUrl);
  try {
    const beforeStep = (closeAt: number) => request.beforeStep?.(fleet, closeAt);
    const clock = { exchange, cycles, signal: request.signal, onStep: watch.onStep, beforeStep };
    await (first.clock === "lockstep" ? conductLockstep(clock) : watchPaced(clock));
  } finally {
    cycles.close();
  }
  return first;
}

/** Without these there is nobody who trades, or nobody who keeps the books. */
const NEEDED = ["exchange_simulator", "execution", "ai_engine", "portfolio_intelligence", "risk_safety", "trading_bot"];

function servicesWithout(without: readonly string[]): string[] {
  chooseServices(without);
  const needed = without.filter((name) => NEEDED.includes(name));
  if (needed.length > 0) throw new CliFailure(`a day cannot be traded without ${needed.join(", ")}`, "leave out others only", EXIT.usage);
  return chooseServices(null)
    .map((entry) => entry.name)
    .filter((name) => !without.includes(name));
}

const ASK_PORTFOLIO_EVERY_MS = 1000;

/** Gathers what the progress line shows. */
class DayWatch {
  readonly #portfolio: string;
  readonly #request: DayRequest;
  readonly #startedAt = Date.now();
  #askedAt = 0;
  #orders = 0;
  #equityUsd: string | null = null;
  #positions: number | null = null;

  constructor(fleet: Fleet, request: DayRequest) {
    this.#portfolio = `http://127.0.0.1:${fleet.ports.services.portfolio_intelligence}/portfolio`;
    this.#request = request;
  }

  readonly onStep = (step: { status: SimulatorStatus; marketAt: number; completed: Completed | null }): void => {
    this.#orders += step.completed?.requested ?? 0;
    if (Date.now() - this.#askedAt > ASK_PORTFOLIO_EVERY_MS) void this.#ask();
    const { startAt, endAt } = step.status;
    const elapsedMs = Date.now() - this.#startedAt;
    const known = { equityUsd: this.#equityUsd, positions: this.#positions, orders: this.#orders };
    this.#request.progress({ marketAt: step.marketAt, startAt, endAt, elapsedMs, ...known });
  };

  async #ask(): Promise<void> {
    this.#askedAt = Date.now();
    try {
      const answer = (await (await fetch(this.#portfolio)).json()) as { equityUsd: string; positions: unknown[] };
      this.#equityUsd = answer.equityUsd;
      this.#positions = answer.positions.length;
    } catch {
      // Unknown for the moment, and shown as unknown.
      this.#equityUsd = null;
      this.#positions = null;
    }
  }
}
