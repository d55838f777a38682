import type { Bar, Interval } from "@quantum/types";
import { findGaps } from "../bars/find-gaps.ts";
import { ImportError, type ImportProblem, type ImportReport, type OnError } from "./import-report.ts";
import { KLINE_COLUMNS, parseKlineRow } from "./kline-row.ts";
import { type BarAtLine, orderSeries } from "./order-series.ts";
import { columnName, csvRows, isHeader, jsonRows, type Row } from "./rows.ts";
import { parseTimestamp } from "./timestamp.ts";
import { unpack } from "./unpack.ts";

/** A file to import: its name (for messages) and its content, packed or not. */
export interface ImportSource {
  readonly file: string;
  readonly content: Uint8Array | string;
}

/** How to import. `fromAt` and `toAt` (epoch ms, the end excluded) leave rows outside alone. */
export interface ImportOptions {
  readonly interval: Interval;
  readonly onError?: OnError;
  readonly fromAt?: number;
  readonly toAt?: number;
}

/** Bars, sorted and sound, and what was found on the way. */
export interface ImportedBars {
  readonly bars: Bar[];
  readonly report: ImportReport;
}

/** Reads klines: Binance public-data CSV (with or without header) or a REST answer (JSON); plain, gzip or zip; times in ms or us. */
export function importKlines(source: ImportSource, options: ImportOptions): ImportedBars {
  const { rows, problems } = readRows(source);
  const read = parseRows(source.file, rows, options);
  const series = orderSeries(source.file, read.parsed);
  const errors = [...problems, ...read.problems, ...series.problems].sort((a, b) => a.line - b.line);
  const bars = series.bars;
  const report: ImportReport = {
    file: source.file,
    rows: rows.length,
    accepted: bars.length,
    outsideRange: read.outsideRange,
    firstAt: bars[0]?.openAt ?? null,
    lastAt: bars.at(-1)?.openAt ?? null,
    timestampUnit: read.unit,
    unsorted: series.unsorted,
    duplicateLines: series.duplicateLines,
    gaps: findGaps(bars, options.interval),
    unobservedColumns: unobservedColumns(bars),
    errors,
  };
  if (errors.length > 0 && (options.onError ?? "reject") === "reject") throw new ImportError(report);
  return { bars, report };
}

interface ParsedRows {
  readonly parsed: BarAtLine[];
  readonly problems: ImportProblem[];
  outsideRange: number;
  unit: "ms" | "us" | null;
}

function parseRows(file: string, rows: readonly Row[], options: ImportOptions): ParsedRows {
  const result: ParsedRows = { parsed: [], problems: [], outsideRange: 0, unit: null };
  for (const { line, cells } of rows) {
    if (isOutside(cells[0] as string, options)) {
      result.outsideRange++;
      continue;
    }
    const row = parseKlineRow(cells, options.interval);
    if (row.bar === null) {
      for (const problem of row.problems) result.problems.push({ file, line, ...problem });
      continue;
    }
    result.unit = row.unit;
    result.parsed.push({ line, bar: row.bar });
  }
  return result;
}

function isOutside(openTime: string, { fromAt, toAt }: ImportOptions): boolean {
  if (fromAt === undefined && toAt === undefined) return false;
  const time = parseTimestamp(openTime);
  if (time.at === null) return false;
  return time.at < (fromAt ?? 0) || time.at >= (toAt ?? Number.POSITIVE_INFINITY);
}

function readRows({ file, content }: ImportSource): { rows: Row[]; problems: ImportProblem[] } {
  const unpacked = unpack(content);
  if (unpacked.text === null) return { rows: [], problems: [wholeFile(file, unpacked.problem, unpacked.fix)] };
  const isJson = /^\s*[[{]/.test(unpacked.text);
  const all = isJson ? jsonRows(unpacked.text) : csvRows(unpacked.text);
  const header = all?.[0] !== undefined && isHeader(all[0]) ? all[0] : null;
  const rows = header === null ? all : (all ?? []).slice(1);
  if (rows === null)
    return { rows: [], problems: [wholeFile(file, "is not a JSON array of klines", "Pass the answer of GET /klines as it came.")] };
  if (rows.length === 0) return { rows, problems: [wholeFile(file, "holds no rows", "Download the file again, or leave it out.")] };
  const wrong = header === null ? null : headerProblem(file, header);
  return wrong === null ? { rows, problems: [] } : { rows: [], problems: [wrong] };
}

/** Columns in another order would be read as sound bars with wrong prices, so the names of the first six are checked. */
function headerProblem(file: string, { line, cells }: Row): ImportProblem | null {
  const names = cells.map(columnName);
  const at = KLINE_COLUMNS.findIndex((column, i) => i < NAMED_COLUMNS && names[i] !== column);
  if (at === -1) return null;
  const problem = `is the name of column ${at + 1}, which should be ${KLINE_COLUMNS[at]}`;
  return { file, line, field: "header", value: cells[at] ?? "", problem, fix: `Put the columns in the order ${KLINE_COLUMNS.join(",")}.` };
}

/** Open time, four prices and volume are named alike everywhere; the names of the others vary between archives. */
const NAMED_COLUMNS = 6;

function wholeFile(file: string, problem: string, fix: string): ImportProblem {
  return { file, line: 0, field: "file", value: file, problem, fix };
}

function unobservedColumns(bars: readonly Bar[]): string[] {
  const traded = bars.filter((bar) => bar.volume > 0);
  if (traded.length === 0) return [];
  const columns = [
    ["quote_volume", (bar: Bar) => bar.quoteVolume],
    ["count", (bar: Bar) => bar.trades],
    ["taker_buy_volume", (bar: Bar) => bar.takerBuyVolume],
  ] as const;
  return columns.filter(([, read]) => traded.every((bar) => read(bar) === 0)).map(([name]) => name);
}
