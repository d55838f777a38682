import { readFileSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import type { Interval } from "@quantum/types";
import type { Command } from "commander";
import { DEFAULT_DATE, defaultDataFolder } from "./day/default-market.ts";
import { ProgressLine } from "./day/progress.ts";
import { renderSummary } from "./day/render-summary.ts";
import { simulateDay } from "./day/simulate-day.ts";
import { CliFailure, EXIT } from "./failure.ts";
import { guarded } from "./guard.ts";
import { homeOf, homesFolder } from "./home.ts";
import { readRecord } from "./launch/launcher-record.ts";
import { chooseModules, type ModuleMode } from "./launch/modules.ts";
import type { MarketChoice } from "./launch/service-environment.ts";
import { aiWorkerCount, day, folder, interval, list, moduleMode, positiveNumber, speed, symbols, wholeNumber } from "./option-parsers.ts";
import { note, say, sayJson } from "./output.ts";
import { namesIn, resultName } from "./result-folder.ts";

interface DayOptions {
  readonly json?: boolean;
  readonly data?: string;
  readonly generated?: boolean;
  readonly date: string;
  readonly symbols: string;
  readonly interval: Interval;
  readonly speed: number | "max";
  readonly seed: number;
  readonly walletUsd: number;
  readonly without?: readonly string[];
  readonly modules?: string;
  readonly mode?: ModuleMode;
  readonly aiWorkers: number;
  readonly keep?: boolean;
}

/** Homes of earlier runs that are kept: their logs and summaries. */
const KEPT_RUNS = 10;

/** simulate-day. */
export function addDayCommands(program: Command): void {
  program
    .command("simulate-day")
    .description("trade one market day with the whole fleet, then hold the ledger against the exchange's books")
    .option("--data <folder>", "market data; without it the usual folder, or generated data", folder)
    .option("--generated", "use the market generator even where data is at hand")
    .option("--date <day>", "the day", day, DEFAULT_DATE)
    .option("--symbols <n|list>", "how many symbols, or which", symbols, "20")
    .option("--interval <interval>", "length of the trading interval", interval, "5m")
    .option("--speed <max|n>", "max: as fast as the fleet can; n: market time per real time", speed, "max")
    .option("--seed <n>", "seed of the market generator and of the order book", wholeNumber, 1)
    .option("--wallet-usd <amount>", "what the account starts with", positiveNumber, 10_000)
    .option("--without <services>", "leave these services out, with commas between them", list)
    .option("--modules <which>", "all, none, phase:<n>, or names with commas between them (default: those whose flag is on)")
    .option("--mode <mode>", "observe or enforced: the mode in which the modules start", moduleMode)
    .option("--ai-workers <n>", "workers that share the symbols with ai_engine", aiWorkerCount, 0)
    .option("--keep", "keep the console up afterwards, until Ctrl-C")
    .addHelpText("after", "\nExit code 0: the day was traded and ledger and exchange agree exactly; 1: not; 130: interrupted.")
    .action(guarded<DayOptions>(runDay));
}

async function runDay(options: DayOptions): Promise<number> {
  const interrupted = new AbortController();
  const interrupt = () =>
    interrupted.abort(new CliFailure("interrupted; everything was stopped", "start again when you are ready", EXIT.interrupted));
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, interrupt);
  removeOldRuns();
  const line = new ProgressLine(process.stderr);
  const traded = await simulateDay({
    market: marketOf(options),
    run: resultName(),
    without: options.without ?? [],
    modules: chooseModules(options.modules ?? null, process.env),
    moduleMode: options.mode ?? null,
    aiWorkers: options.aiWorkers,
    env: process.env,
    signal: interrupted.signal,
    note,
    progress: (progress) => line.show(progress),
  });
  line.end();
  const { summary } = traded;
  if (options.json) sayJson({ ...summary, runFolder: traded.runFolder });
  else say(`${renderSummary(summary)}\n\nrun folder         ${traded.runFolder}\nwhy an order       ${howToExplain(traded.runFolder)}`);
  if (options.keep && !interrupted.signal.aborted) {
    note(`the console stays at ${traded.fleet.consoleUrl()} until Ctrl-C`);
    await new Promise((resolve) => interrupted.signal.addEventListener("abort", resolve, { once: true }));
  }
  await traded.close();
  return summary.unexplainedDifferences === 0 ? EXIT.ok : EXIT.failed;
}

/** The first order of the day as what can be asked about next. */
function howToExplain(runFolder: string): string {
  const [, order = "<order>"] = namesIn(runFolder).includes("orders.csv")
    ? readFileSync(join(runFolder, "orders.csv"), "utf8").split("\n", 2)
    : [];
  return `./quantum explain ${order.split(",")[0]} --instance runs/${basename(runFolder)}`;
}

function marketOf(options: DayOptions): MarketChoice {
  const paced = options.speed !== "max";
  return {
    dataFolder: options.generated ? null : (options.data ?? defaultDataFolder()),
    date: options.date,
    symbols: options.symbols,
    interval: options.interval,
    clock: paced ? "paced" : "lockstep",
    speed: options.speed === "max" ? 1 : options.speed,
    seed: options.seed,
    walletUsd: options.walletUsd,
  };
}

function removeOldRuns(): void {
  const runs = join(homesFolder(), "runs");
  for (const name of namesIn(runs).slice(0, -KEPT_RUNS)) {
    // A run may still be up, kept for its console.
    if (!readRecord(homeOf(`runs/${name}`))) rmSync(join(runs, name), { recursive: true, force: true });
  }
}
