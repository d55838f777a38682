import { loadTape, type Tape, tapeEnvironment } from "@quantum/exchange-simulator/venue";
import { dayOf, intervalsOf, listBars } from "@quantum/market/files";
import { INTERVAL_MS, type Interval } from "@quantum/types";
import * as z from "zod";
import { ReplayProblem } from "../replay-problem.ts";

const DAY_MS = INTERVAL_MS["1d"];

/** Which market is replayed. Days are UTC, both included. */
export interface MarketChoice {
  /** Folder with bars; null: a generated market. */
  readonly dataFolder: string | null;
  /** First and last day; null: all that is stored, after one day of history. */
  readonly from: string | null;
  readonly to: string | null;
  /** A comma list, or a count as text: then those with the largest turnover before the first day. */
  readonly symbols: string;
  /** Length of the bars that are played; null: the folder must hold just one. */
  readonly baseInterval: Interval | null;
  readonly interval: Interval;
  readonly seed: number;
  /** Which market is generated where there is no folder. */
  readonly generator: "regimes" | "random-walk";
}

/** A market ready to be played, and what is to be known about it. */
export interface LoadedMarket {
  readonly tape: Tape;
  /** Symbol -> bars that are missing in the period, where any are. */
  readonly missingBars: Readonly<Record<string, number>>;
}

/** Loads the market exactly as the simulator would. @throws ReplayProblem or the loader's own errors, which name file and fix. */
export async function loadMarket(choice: MarketChoice): Promise<LoadedMarket> {
  const baseInterval = await baseIntervalOf(choice);
  const days = daysOf(choice);
  const tape = await loadTape(
    z.object(tapeEnvironment).parse({
      ...(choice.dataFolder === null ? {} : { SIM_DATA_DIR: choice.dataFolder }),
      ...(days ?? {}),
      SIM_SYMBOLS: choice.symbols,
      SIM_SEED: choice.seed,
      SIM_INTERVAL: baseInterval,
      SIM_GENERATOR: choice.generator,
    }),
  );
  refuseEmptyDays(tape, choice);
  return { tape, missingBars: missingBarsOf(tape) };
}

async function baseIntervalOf(choice: MarketChoice): Promise<Interval> {
  if (choice.dataFolder === null) return choice.interval;
  if (choice.baseInterval !== null) return choice.baseInterval;
  const there = intervalsOf(await listBars(choice.dataFolder));
  const [only, another] = there.keys();
  if (only === undefined)
    throw new ReplayProblem(
      `there are no files with bars in ${choice.dataFolder}`,
      "they are named like BTCUSDT-5m-2023-07-13.csv.gz; ./quantum data import brings them",
    );
  if (another === undefined) return only;
  const held = [...there].map(([interval, symbols]) => `${interval} (${symbols.length} symbols)`).join(", ");
  throw new ReplayProblem(`${choice.dataFolder} holds bars of different lengths: ${held}`, "say which to play with --base-interval");
}

function daysOf({ from, to }: MarketChoice): { SIM_DATE: string; SIM_DAYS: number } | null {
  if (from === null && to === null) return null;
  const [first, last] = [from ?? (to as string), to ?? (from as string)];
  const days = (Date.parse(last) - Date.parse(first)) / DAY_MS + 1;
  if (days < 1) throw new ReplayProblem(`the period is empty: it ends on ${last}, before it begins on ${first}`, "swap --from and --to");
  return { SIM_DATE: first, SIM_DAYS: days };
}

/** A period that reaches beyond the data would be full of days on which nothing happens, and every figure would count them. */
function refuseEmptyDays(tape: Tape, { dataFolder }: MarketChoice): void {
  const { startAt, endAt } = tape.content;
  const inside = tape.symbols.map((symbol) => tape.bars(symbol).filter(({ openAt }) => openAt >= startAt && openAt < endAt));
  const firstAt = Math.min(...inside.map((bars) => bars[0]?.openAt ?? Number.POSITIVE_INFINITY));
  const lastAt = Math.max(...inside.map((bars) => bars.at(-1)?.openAt ?? Number.NEGATIVE_INFINITY));
  if (firstAt < startAt + DAY_MS && lastAt >= endAt - DAY_MS) return;
  const asked = `${dayOf(startAt)} to ${dayOf(endAt - 1)}`;
  if (firstAt === Number.POSITIVE_INFINITY)
    throw new ReplayProblem(`${dataFolder ?? "the generated market"} has no bars from ${asked}`, "./quantum data shows what there is");
  throw new ReplayProblem(
    `there are bars from ${dayOf(firstAt)} to ${dayOf(lastAt)} only, not for all of ${asked}`,
    `use --from ${dayOf(firstAt)} --to ${dayOf(lastAt)}`,
  );
}

function missingBarsOf(tape: Tape): Record<string, number> {
  const { startAt, endAt } = tape.content;
  const expected = (endAt - startAt) / tape.stepMs;
  return Object.fromEntries(
    tape.symbols
      .map((symbol): [string, number] => [symbol, expected - (tape.countClosedBy(symbol, endAt) - tape.countClosedBy(symbol, startAt))])
      .filter(([, missing]) => missing > 0),
  );
}
