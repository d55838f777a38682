import { type Bar, INTERVAL_MS, type Interval } from "@quantum/types";
import { barProblems } from "../bars/validate-bars.ts";
import { parseTimestamp } from "./timestamp.ts";

/** The columns of Binance's klines, in public-data files and in REST answers. */
export const KLINE_COLUMNS = [
  "open_time",
  "open",
  "high",
  "low",
  "close",
  "volume",
  "close_time",
  "quote_volume",
  "count",
  "taker_buy_volume",
  "taker_buy_quote_volume",
  "ignore",
] as const;

/** A problem of a row, before the file and line are known. */
export interface RowProblem {
  readonly field: string;
  readonly value: string;
  readonly problem: string;
  readonly fix: string;
}

/** A row as a bar, or everything that is wrong with it. */
export type ParsedRow =
  | { readonly bar: Bar; readonly unit: "ms" | "us" }
  | { readonly bar: null; readonly problems: readonly RowProblem[] };

/** Our field -> position of its column. */
const NUMBER_COLUMNS: Readonly<Record<Exclude<keyof Bar, "openAt">, number>> = {
  open: 1,
  high: 2,
  low: 3,
  close: 4,
  volume: 5,
  quoteVolume: 7,
  trades: 8,
  takerBuyVolume: 9,
};
const COLUMN_OF: Readonly<Record<keyof Bar, number>> = { openAt: 0, ...NUMBER_COLUMNS };

/** Reads one kline. */
export function parseKlineRow(cells: readonly string[], interval: Interval): ParsedRow {
  if (cells.length !== KLINE_COLUMNS.length) return { bar: null, problems: [wrongCount(cells)] };
  const time = parseTimestamp(cells[0] as string);
  if (time.at === null)
    return { bar: null, problems: [{ field: "open_time", value: cells[0] as string, problem: time.problem, fix: time.fix }] };
  const bar: Bar = {
    openAt: time.at,
    open: toNumber(cells[1]),
    high: toNumber(cells[2]),
    low: toNumber(cells[3]),
    close: toNumber(cells[4]),
    volume: toNumber(cells[5]),
    quoteVolume: toNumber(cells[7]),
    trades: toNumber(cells[8]),
    takerBuyVolume: toNumber(cells[9]),
  };
  const problems = [...valueProblems(bar, cells, interval), ...closeProblems(time.at, cells[6] as string, interval)];
  return problems.length === 0 ? { bar, unit: time.unit } : { bar: null, problems };
}

/** Number("") is 0 and Number("0x10") is 16: only plain decimals count as numbers here. */
function toNumber(text: string | undefined): number {
  return text !== undefined && /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text) ? Number(text) : Number.NaN;
}

function valueProblems(bar: Bar, cells: readonly string[], interval: Interval): RowProblem[] {
  return barProblems(bar, interval).map(({ field, problem }) => {
    const column = COLUMN_OF[field];
    return { field: KLINE_COLUMNS[column] as string, value: cells[column] as string, problem, fix: fixFor(field, interval) };
  });
}

function fixFor(field: keyof Bar, interval: Interval): string {
  if (field === "openAt") return `Check that the file holds ${interval} bars.`;
  return "Download the file again, or remove the row: a missing bar is handled, a wrong one is not.";
}

function closeProblems(openAt: number, text: string, interval: Interval): RowProblem[] {
  const time = parseTimestamp(text);
  if (time.at !== null && time.at >= openAt && time.at <= openAt + INTERVAL_MS[interval]) return [];
  // Microsecond files close a microsecond before the next bar, which is no whole millisecond.
  const closeUs = Number(text);
  if (time.at === null && closeUs > openAt * 1000 && closeUs < (openAt + INTERVAL_MS[interval]) * 1000) return [];
  const problem = `is not the close of a ${interval} bar that opens at ${openAt}`;
  return [{ field: "close_time", value: text, problem, fix: "Check the interval of the file and the order of its columns." }];
}

function wrongCount(cells: readonly string[]): RowProblem {
  const problem = `has ${cells.length} columns instead of ${KLINE_COLUMNS.length}`;
  return { field: "row", value: cells.join(",").slice(0, 80), problem, fix: `Expected ${KLINE_COLUMNS.join(",")}.` };
}
