import { readFile } from "node:fs/promises";
import { gunzipSync } from "node:zlib";
import { type Bar, INTERVAL_MS, type Interval } from "@quantum/types";
import { importKlines } from "../importers/import-klines.ts";
import type { ImportReport, OnError } from "../importers/import-report.ts";
import { dayOf, minuteOf } from "./file-name.ts";
import { assertOneFolder, type BarFile, intervalsOf, listBars } from "./list-bars.ts";
import { mergeSeries } from "./merge-series.ts";
import { readSource, type Source } from "./source.ts";
import { readError, StorageError } from "./storage-error.ts";

/** Which bars to load. Times in epoch ms, `toAt` excluded. */
export interface LoadOptions {
  readonly dir: string;
  readonly interval: Interval;
  /** Left out: every symbol that has bars in the time asked for. */
  readonly symbols?: readonly string[];
  readonly fromAt?: number;
  readonly toAt?: number;
  /** Bars wanted before `fromAt`, as many as there are. */
  readonly warmUpBars?: number;
  readonly onError?: OnError;
}

/** Bars of several symbols and what is known about them. */
export interface LoadedBars {
  readonly interval: Interval;
  /** Sorted bars by symbol, warm-up included. */
  readonly series: Readonly<Record<string, Bar[]>>;
  readonly reports: readonly ImportReport[];
  /** Symbols in the folder without any bar in the time asked for. */
  readonly leftOut: readonly string[];
  readonly source: Source;
}

/** Reads stored bars of a folder (files SYMBOL-interval-period.csv[.gz|.zip], also in folders below). */
export async function loadBars(options: LoadOptions): Promise<LoadedBars> {
  const { dir, interval } = options;
  const all = await listBars(dir);
  const files = all.filter((file) => file.interval === interval);
  if (files.length === 0) throw new StorageError("NO_DATA", noBars(dir, interval, all));
  const symbols = chooseSymbols(options, files);
  const fromAt = options.fromAt === undefined ? undefined : options.fromAt - (options.warmUpBars ?? 0) * INTERVAL_MS[interval];
  const range = { ...(fromAt !== undefined && { fromAt }), ...(options.toAt !== undefined && { toAt: options.toAt }) };
  const wanted = files.filter((file) => symbols.includes(file.symbol) && overlaps(file, range));
  assertOneFolder(wanted, dir);
  const loaded = await loadFiles(wanted, { interval, onError: options.onError ?? "reject", ...range });
  const leftOut = symbols.filter((symbol) => !coversRange(loaded.series[symbol], options));
  if (options.symbols !== undefined && leftOut[0] !== undefined) throw missingDay(leftOut[0], options, files);
  for (const symbol of leftOut) delete loaded.series[symbol];
  if (Object.keys(loaded.series).length === 0) throw missingDay(symbols[0] as string, options, files);
  return { interval, series: loaded.series, reports: loaded.reports, leftOut, source: await readSource(dir) };
}

interface Range {
  readonly fromAt?: number;
  readonly toAt?: number;
}

async function loadFiles(
  files: readonly BarFile[],
  options: Range & { readonly interval: Interval; readonly onError: OnError },
): Promise<{ series: Record<string, Bar[]>; reports: ImportReport[] }> {
  const series: Record<string, Bar[]> = {};
  const reports: ImportReport[] = [];
  for (const file of files) {
    const { bars, report } = importKlines({ file: file.path, content: await readContent(file.path) }, options);
    const merged = mergeSeries(series[file.symbol] ?? [], bars, { file: file.path, onError: options.onError });
    series[file.symbol] = merged.bars;
    reports.push({ ...report, errors: [...report.errors, ...merged.problems] });
  }
  return { series, reports };
}

/** Reads a file and, because it is several times faster, unpacks gzip natively; the importer unpacks zip. */
export async function readContent(path: string): Promise<Uint8Array | string> {
  const content = await readFile(path).catch((error: unknown) => {
    throw readError(error, path);
  });
  if (content[0] !== 0x1f || content[1] !== 0x8b) return content;
  try {
    return gunzipSync(content).toString("utf8");
  } catch {
    // The importer meets the same damage and reports it with file and fix.
    return content;
  }
}

function chooseSymbols({ symbols, dir, interval }: LoadOptions, files: readonly BarFile[]): string[] {
  const known = [...new Set(files.map((file) => file.symbol))];
  const unknown = (symbols ?? []).filter((symbol) => !known.includes(symbol));
  if (unknown.length > 0) {
    throw new StorageError("UNKNOWN_SYMBOL", `${dir}: no ${interval} bars of ${unknown.join(", ")}. There are ${known.join(", ")}.`);
  }
  return symbols === undefined ? known : [...new Set(symbols)];
}

function overlaps(file: BarFile, { fromAt = 0, toAt = Number.POSITIVE_INFINITY }: Range): boolean {
  return file.fromAt < toAt && file.toAt > fromAt;
}

function coversRange(bars: readonly Bar[] | undefined, { fromAt = 0, toAt = Number.POSITIVE_INFINITY }: Range): boolean {
  return bars?.some((bar) => bar.openAt >= fromAt && bar.openAt < toAt) ?? false;
}

function missingDay(symbol: string, { dir, interval, fromAt, toAt }: LoadOptions, files: readonly BarFile[]): StorageError {
  const there = files.filter((file) => file.symbol === symbol).map((file) => `${dayOf(file.fromAt)} to ${dayOf(file.toAt - 1)}`);
  const asked = `${minuteOf(fromAt ?? 0)} to ${toAt === undefined ? "the end" : minuteOf(toAt)}`;
  const text = `${dir}: no ${interval} bars of ${symbol} from ${asked} UTC. Stored: ${there.join(", ")}. Choose one of those days, or import the missing one.`;
  return new StorageError("MISSING_DAY", text);
}

function noBars(dir: string, interval: Interval, all: readonly BarFile[]): string {
  const there = [...intervalsOf(all).keys()];
  if (there.length > 0) return `${dir}: no bars of ${interval}. There are bars of ${there.join(", ")}.`;
  return `${dir}: no files with bars. They are named like BTCUSDT-${interval}-2023-07-13.csv.gz.`;
}
