import { join } from "node:path";
import { compareRuns, EVENT_DETAILS, type EventDetail, type ReplaySummary, type RunRequest, readRun, runReplay } from "@quantum/replay";
import type { Interval } from "@quantum/types";
import { type Command, Option } from "commander";
import { DEFAULT_DATE, defaultDataFolder } from "./day/default-market.ts";
import { ProgressLine } from "./day/progress.ts";
import { CliFailure, EXIT } from "./failure.ts";
import { guarded } from "./guard.ts";
import { chooseModules, type ModuleMode } from "./launch/modules.ts";
import { day, folder, interval, list, moduleMode, positiveNumber, symbols, wholeNumber } from "./option-parsers.ts";
import { note, say, sayJson } from "./output.ts";
import { asCliFailure } from "./replay/problems.ts";
import { renderComparison } from "./replay/render-comparison.ts";
import { renderReplay } from "./replay/render-replay.ts";
import { newResultFolder } from "./result-folder.ts";

interface ReplayOptions {
  readonly json?: boolean;
  readonly data?: string;
  readonly generated?: boolean;
  readonly randomWalk?: boolean;
  readonly from?: string;
  readonly to?: string;
  readonly all?: boolean;
  readonly symbols: string;
  readonly interval: Interval;
  readonly baseInterval?: Interval;
  readonly modules?: string;
  readonly mode?: ModuleMode;
  readonly without?: readonly string[];
  readonly seed: number;
  readonly walletUsd: number;
  readonly events: EventDetail;
  readonly out?: string;
  readonly compare?: string;
}

/** replay and diff-runs. */
export function addReplayCommands(program: Command): void {
  program
    .command("replay")
    .description("run the whole desk in one process over history: the same orders and fills as the fleet, in seconds")
    .option("--data <folder>", "market data; without it the usual folder, or generated data", folder)
    .option("--generated", "use the market generator even where data is at hand")
    .option("--random-walk", "a generated market in which nothing can be learnt: a check of the whole pipeline")
    .option("--from <day>", "first day", day)
    .option("--to <day>", "last day, included", day)
    .option("--all", "everything that is stored, after one day of history")
    .option("--symbols <n|list>", "how many symbols, or which", symbols, "20")
    .option("--interval <interval>", "length of the trading interval", interval, "5m")
    .option("--base-interval <interval>", "length of the bars to play, where a folder holds several", interval)
    .option("--modules <which>", "all, none, phase:<n>, or names with commas between them (default: those whose flag is on)")
    .option("--mode <mode>", "observe or enforced: the mode in which the modules start", moduleMode)
    .option("--without <services>", "leave these services of the core out, with commas between them", list)
    .option("--seed <n>", "seed of the market generator and of the order book", wholeNumber, 1)
    .option("--wallet-usd <amount>", "what the account starts with", positiveNumber, 10_000)
    .addOption(new Option("--events <detail>", "how much of each event is written").choices([...EVENT_DETAILS]).default("brief"))
    .option("--out <folder>", "where the run folder goes; without it among the replays in .quantum")
    .option("--compare <folder>", "afterwards show where it parts from another run, say of simulate-day", folder)
    .addHelpText("after", "\nExit code 0: ledger and exchange agree exactly; 1: not, or a check or comparison failed; 130: interrupted.")
    .action(guarded<ReplayOptions>(runCommand));
  program
    .command("diff-runs")
    .description("show where two runs part: the first event, order and fill in which they differ, and what led to each")
    .argument("<folder>", "run folder of a replay or of simulate-day", folder)
    .argument("<folder>", "another one", folder)
    .addHelpText("after", "\nExit code 0: the same; 1: different.")
    .action(guarded<{ json?: boolean }>(async ({ json }, [one = "", other = ""]) => diff([one, other], json === true)));
}

function diff(folders: readonly [string, string], json: boolean): number {
  try {
    const comparison = compareRuns(readRun(folders[0]), readRun(folders[1]));
    if (json) sayJson(comparison);
    else say(renderComparison(comparison, folders));
    return comparison.same ? EXIT.ok : EXIT.failed;
  } catch (error) {
    throw asCliFailure(error);
  }
}

async function runCommand(options: ReplayOptions): Promise<number> {
  const interrupted = new AbortController();
  const interrupt = () => interrupted.abort(new CliFailure("interrupted", "start again when you are ready", EXIT.interrupted));
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, interrupt);
  const line = new ProgressLine(process.stderr);
  const request = requestOf(options, interrupted.signal);
  const summary = await runReplay({ ...request, ...progressOn(line) }).catch((error: unknown) => {
    throw asCliFailure(error);
  });
  line.end();
  tell(summary, request, options.json === true);
  if (options.compare && diff([options.compare, request.folder], options.json === true) !== EXIT.ok) return EXIT.failed;
  return summary.unexplainedDifferences === 0 && summary.fairMarket?.passed !== false ? EXIT.ok : EXIT.failed;
}

function requestOf(options: ReplayOptions, signal: AbortSignal): RunRequest {
  const generated = options.generated || options.randomWalk;
  const [from, to] = options.all ? [null, null] : [options.from ?? options.to ?? DEFAULT_DATE, options.to ?? options.from ?? DEFAULT_DATE];
  if (from !== null && to !== null && from > to)
    throw new CliFailure(`the period is empty: it ends on ${to}, before it begins on ${from}`, "swap --from and --to", EXIT.usage);
  return {
    dataFolder: generated ? null : (options.data ?? defaultDataFolder()),
    from,
    to,
    symbols: options.symbols,
    baseInterval: options.baseInterval ?? null,
    interval: options.interval,
    seed: options.seed,
    generator: options.randomWalk ? "random-walk" : "regimes",
    modules: chooseModules(options.modules ?? null, process.env),
    without: options.without ?? [],
    moduleMode: options.mode ?? null,
    env: process.env,
    walletUsd: String(options.walletUsd),
    folder: options.out ?? newResultFolder("replays"),
    events: options.events,
    signal,
  };
}

function progressOn(line: ProgressLine): Pick<RunRequest, "onLoaded" | "onStep"> {
  let startedAt = Date.now();
  return {
    onLoaded: ({ tape }) => {
      startedAt = Date.now();
      note(`${tape.symbols.length} symbols, ${tape.content.source}`);
    },
    onStep: ({ requested, ...step }) => line.show({ ...step, orders: requested, elapsedMs: Date.now() - startedAt }),
  };
}

function tell(summary: ReplaySummary, { folder: runFolder }: RunRequest, json: boolean): void {
  if (json) sayJson({ ...summary, runFolder });
  else say(`${renderReplay(summary)}\nrun folder        ${runFolder}\nreport            ${join(runFolder, "report.html")}`);
}
