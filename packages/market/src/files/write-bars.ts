import { mkdir, open, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { type Bar, INTERVAL_MS, type Interval } from "@quantum/types";
import type { FundingRate } from "../importers/import-funding.ts";
import { KLINE_COLUMNS } from "../importers/kline-row.ts";
import { barFileName, dayOf } from "./file-name.ts";
import { SOURCE_FILE, type Source } from "./source.ts";
import { writeError } from "./storage-error.ts";

/** What to store. */
export interface StoredMarket {
  readonly dir: string;
  readonly interval: Interval;
  readonly series: Readonly<Record<string, readonly Bar[]>>;
  readonly funding?: Readonly<Record<string, readonly FundingRate[]>>;
  readonly source: Source;
}

/** Stores bars (and funding) as one csv.gz per symbol plus a note on the source; gives the files written. Each file appears whole or not at all. */
export async function writeBars({ dir, interval, series, funding = {}, source }: StoredMarket): Promise<string[]> {
  await mkdir(dir, { recursive: true }).catch((error: unknown) => {
    throw writeError(error, dir);
  });
  const written: string[] = [];
  const store = async (name: string, content: Uint8Array | string): Promise<void> => {
    await writeWhole(join(dir, name), content);
    written.push(join(dir, name));
  };
  for (const [symbol, bars] of Object.entries(series)) {
    const [first, last] = [bars[0], bars.at(-1)];
    if (first === undefined || last === undefined) continue;
    await store(barFileName(symbol, interval, { fromAt: first.openAt, lastAt: last.openAt }), gzipSync(renderBars(bars, interval)));
  }
  for (const [symbol, rates] of Object.entries(funding)) {
    const [first, last] = [rates[0], rates.at(-1)];
    if (first === undefined || last === undefined) continue;
    await store(`${symbol}-fundingRate-${dayOf(first.paidAt)}_${dayOf(last.paidAt)}.csv.gz`, gzipSync(renderFunding(rates)));
  }
  await store(SOURCE_FILE, `${JSON.stringify({ ...source, interval, symbols: Object.keys(series) }, null, 2)}\n`);
  return written;
}

function renderBars(bars: readonly Bar[], interval: Interval): string {
  const lines = [KLINE_COLUMNS.join(",")];
  for (const bar of bars) {
    const { openAt, open, high, low, close, volume, quoteVolume, trades, takerBuyVolume } = bar;
    const closeAt = openAt + INTERVAL_MS[interval] - 1;
    // A bar does not carry the quote volume of taker buys: the column is filled with 0, as archives without it do.
    lines.push([openAt, open, high, low, close, volume, closeAt, quoteVolume, trades, takerBuyVolume, 0, 0].join(","));
  }
  return `${lines.join("\n")}\n`;
}

function renderFunding(rates: readonly FundingRate[]): string {
  const lines = rates.map(({ paidAt, intervalHours, ratio }) => `${paidAt},${intervalHours},${ratio}`);
  return `calc_time,funding_interval_hours,last_funding_rate\n${lines.join("\n")}\n`;
}

async function writeWhole(path: string, content: Uint8Array | string): Promise<void> {
  const partial = `${path}.partial`;
  try {
    const file = await open(partial, "w");
    try {
      await file.writeFile(content);
    } finally {
      await file.close();
    }
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true });
    throw writeError(error, path);
  }
}
