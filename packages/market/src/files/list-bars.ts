import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Interval } from "@quantum/types";
import { type BarFileName, parseBarFileName, parseFundingFileName } from "./file-name.ts";
import { readError, StorageError } from "./storage-error.ts";

/** A stored file with bars. */
export interface BarFile extends BarFileName {
  readonly path: string;
}

/** A stored file with funding rates. */
export type FundingFile = Omit<BarFile, "interval">;

/** Every file with bars in a folder and the folders in it, by symbol and time. */
export async function listBars(dir: string): Promise<BarFile[]> {
  const files = await list(dir, parseBarFileName);
  return files.sort((a, b) => compare(a.symbol, b.symbol) || a.fromAt - b.fromAt);
}

/** Every file with funding rates in a folder and the folders in it, by symbol and time. */
export async function listFunding(dir: string): Promise<FundingFile[]> {
  const files = await list(dir, parseFundingFileName);
  return files.sort((a, b) => compare(a.symbol, b.symbol) || a.fromAt - b.fromAt);
}

/** The intervals stored in a folder, shortest first, with the symbols of each. */
export function intervalsOf(files: readonly BarFile[]): ReadonlyMap<Interval, string[]> {
  const symbols = new Map<Interval, Set<string>>();
  for (const { interval, symbol } of files) symbols.set(interval, (symbols.get(interval) ?? new Set()).add(symbol));
  return new Map([...symbols].map(([interval, names]) => [interval, [...names]]));
}

async function list<T>(dir: string, parse: (name: string) => T | null): Promise<(T & { path: string })[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    throw readError(error, dir);
  });
  const files: (T & { path: string })[] = [];
  for (const entry of entries) {
    const parsed = entry.isFile() ? parse(entry.name) : null;
    if (parsed !== null) files.push({ ...parsed, path: join(entry.parentPath, entry.name) });
  }
  return files;
}

/** Refuses a folder where one symbol is stored in two places: they may be different markets. */
export function assertOneFolder(files: readonly BarFile[], dir: string): void {
  const folders = new Map<string, string>();
  for (const { symbol, path } of files) {
    const folder = join(path, "..");
    const known = folders.get(symbol) ?? folder;
    if (known !== folder) {
      throw new StorageError(
        "AMBIGUOUS_FOLDER",
        `${dir}: ${symbol} is stored in ${known} and in ${folder}. Name the one folder that is meant.`,
      );
    }
    folders.set(symbol, folder);
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
