import { existsSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { type ImportReport, importKlines, type OnError } from "@quantum/market";
import { parseBarFileName, writeBars } from "@quantum/market/files";
import type { Bar, Interval } from "@quantum/types";
import { CliFailure, EXIT } from "../failure.ts";

export interface ImportRequest {
  readonly files: readonly string[];
  readonly to: string;
  /** For files whose names do not tell (SYMBOL-interval-period). */
  readonly symbol?: string;
  readonly interval?: Interval;
  readonly onError: OnError;
}

/** What was stored. */
export interface ImportResult {
  readonly written: readonly string[];
  readonly reports: readonly ImportReport[];
}

/** Reads foreign files (Binance public-data CSV, plain, gzip or zip, or REST JSON) and stores them in the project's own layout. */
export async function importFiles(request: ImportRequest): Promise<ImportResult> {
  const reports: ImportReport[] = [];
  const markets = new Map<Interval, Record<string, Bar[]>>();
  for (const file of request.files) {
    if (!existsSync(file)) throw new CliFailure(`there is no file ${file}`, "check the path", EXIT.usage);
    const { symbol, interval } = whatIs(file, request);
    const { bars, report } = importKlines({ file, content: readFileSync(file) }, { interval, onError: request.onError });
    reports.push(report);
    const market = markets.get(interval) ?? {};
    market[symbol] = joined(market[symbol] ?? [], { bars, file });
    markets.set(interval, market);
  }
  const written: string[] = [];
  const source = { generated: false, description: `imported from ${request.files.map((file) => basename(file)).join(", ")}` };
  for (const [interval, series] of markets) written.push(...(await writeBars({ dir: request.to, interval, series, source })));
  return { written, reports };
}

function whatIs(file: string, request: ImportRequest): { symbol: string; interval: Interval } {
  const named = parseBarFileName(basename(file));
  const symbol = request.symbol ?? named?.symbol;
  const interval = request.interval ?? named?.interval;
  if (symbol && interval) return { symbol, interval };
  throw new CliFailure(
    `the name of ${file} does not tell symbol and interval`,
    "add --symbol BTCUSDT --interval 5m, or name it like BTCUSDT-5m-2023-07-13.csv",
    EXIT.usage,
  );
}

/** Files of one symbol follow each other; where they overlap they must say the same. */
function joined(before: readonly Bar[], next: { bars: readonly Bar[]; file: string }): Bar[] {
  const byTime = new Map(before.map((bar) => [bar.openAt, bar]));
  for (const bar of next.bars) {
    const known = byTime.get(bar.openAt);
    if (known && JSON.stringify(known) !== JSON.stringify(bar)) {
      const at = new Date(bar.openAt).toISOString();
      throw new CliFailure(
        `${next.file} contradicts an earlier file about the bar of ${at}`,
        "import only one of the two, or find out which is right",
      );
    }
    byTime.set(bar.openAt, bar);
  }
  return [...byTime.values()].sort((a, b) => a.openAt - b.openAt);
}
