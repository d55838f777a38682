import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Tape } from "@quantum/exchange-simulator/venue";
import { dayOf } from "@quantum/market/files";
import { type DaySummary, summarise } from "@quantum/report";
import { CATALOGUE } from "@quantum/types";
import type { DeskChoice } from "./desk/seats.ts";
import type { Row } from "./desk/tables.ts";
import { type LoadedMarket, loadMarket, type MarketChoice } from "./market/load-market.ts";
import { renderPage } from "./page/render-page.ts";
import { type EventDetail, EventLog } from "./record/event-log.ts";
import { EVENTS_FILE, RUN_TABLES, type RunTable, writeRun } from "./record/run-folder.ts";
import { type ReplayOutcome, type ReplayStep, replay } from "./replay.ts";
import { checkFairMarket, type FairMarketCheck } from "./statistics/fair-market.ts";
import { factsOf } from "./statistics/run-facts.ts";
import { type RunStatistics, statisticsOf } from "./statistics/statistics.ts";

type RunRows = Readonly<Record<RunTable, Iterable<Row>>>;

/** A replay that leaves a run folder. */
export interface RunRequest extends MarketChoice, DeskChoice {
  readonly walletUsd: string;
  readonly folder: string;
  readonly events: EventDetail;
  readonly signal?: AbortSignal;
  readonly onLoaded?: (market: LoadedMarket) => void;
  readonly onStep?: (step: ReplayStep) => void;
}

/** What a replay came to: the figures of a day, and statistics with what they rest on. */
export interface ReplaySummary extends DaySummary {
  readonly source: string;
  readonly interval: string;
  readonly missingBars: Readonly<Record<string, number>>;
  readonly modes: Readonly<Record<string, string>>;
  readonly statistics: RunStatistics;
  /** On a market without anything to learn; null on any other. */
  readonly fairMarket: FairMarketCheck | null;
}

/** Loads the market, replays it, and writes the run folder. */
export async function runReplay(request: RunRequest): Promise<ReplaySummary> {
  const startedAt = Date.now();
  const market = await loadMarket(request);
  request.onLoaded?.(market);
  mkdirSync(request.folder, { recursive: true });
  const log = new EventLog(join(request.folder, EVENTS_FILE), request.events);
  try {
    const outcome = await replay({ ...request, tape: market.tape, onEvent: log.write });
    const wallSeconds = (Date.now() - startedAt) / 1000;
    return record(request, market, { outcome, wallSeconds, startedAt });
  } finally {
    log.close();
  }
}

function record(
  request: RunRequest,
  market: LoadedMarket,
  run: { outcome: ReplayOutcome; wallSeconds: number; startedAt: number },
): ReplaySummary {
  const { outcome, wallSeconds, startedAt } = run;
  const tables = tablesOf(outcome);
  const summary = summaryOf(request, market, { outcome, wallSeconds, tables });
  const { wallSeconds: _, ...lasting } = summary;
  const { bars, symbolCycles, decided } = outcome;
  const timing = {
    startedAt: new Date(startedAt).toISOString(),
    wallSeconds,
    barsPerSecond: Math.round(bars / wallSeconds),
    symbolCyclesPerSecond: Math.round(symbolCycles / wallSeconds),
    rssMb: Math.round(process.memoryUsage().rss / 1024 / 1024),
  };
  const config = configOf(request, market.tape, outcome);
  writeRun(request.folder, { config, versions: versionsOf(), summary: { ...lasting, bars, symbolCycles, decided }, timing, tables });
  writeFileSync(
    join(request.folder, "report.html"),
    renderPage({ summary: lasting, tables, tape: market.tape, interval: request.interval }),
  );
  return summary;
}

function tablesOf({ tables }: ReplayOutcome): RunRows {
  const named = RUN_TABLES.map((name) => [name, tables.rows(name)] as const);
  return Object.fromEntries(named) as RunRows;
}

function summaryOf(
  request: RunRequest,
  { tape, missingBars }: LoadedMarket,
  { outcome, wallSeconds, tables }: { outcome: ReplayOutcome; wallSeconds: number; tables: RunRows },
): ReplaySummary {
  const { startAt, endAt, generated, source } = tape.content;
  const [first, last] = [dayOf(startAt), dayOf(endAt - 1)];
  const startWalletUsd = Number(request.walletUsd);
  const facts = {
    date: first === last ? first : `${first}..${last}`,
    symbols: tape.symbols,
    generated,
    startWalletUsd,
    wallSeconds,
    barToOrderMs: [],
  };
  const statistics = statisticsOf(factsOf((name) => tables[name], startWalletUsd));
  return {
    ...summarise(outcome.ledger, outcome.books, facts),
    source,
    interval: request.interval,
    missingBars,
    modes: modesOf(outcome),
    statistics,
    fairMarket: request.generator === "random-walk" ? checkFairMarket(statistics) : null,
  };
}

function modesOf({ seats }: ReplayOutcome): Record<string, string> {
  return Object.fromEntries(seats.map((seat) => [seat.core.name, seat.mode]));
}

function configOf(request: RunRequest, tape: Tape, outcome: ReplayOutcome): Record<string, unknown> {
  const { startAt, endAt, interval: baseInterval, source } = tape.content;
  return {
    from: dayOf(startAt),
    to: dayOf(endAt - 1),
    symbols: tape.symbols,
    interval: request.interval,
    baseInterval,
    seed: request.seed,
    walletUsd: request.walletUsd,
    source,
    tape: tape.fingerprint(),
    services: Object.fromEntries(outcome.seats.map((seat) => [seat.core.name, { mode: seat.mode, settings: seat.settings }])),
  };
}

/** What the result may depend on beside the configuration. */
function versionsOf(): Record<string, unknown> {
  return {
    project: process.env.QUANTUM_VERSION ?? "0.1.0",
    node: process.version,
    events: Object.fromEntries([...CATALOGUE].map(([type, { v }]) => [type, v])),
  };
}
