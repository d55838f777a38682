import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Row } from "../desk/tables.ts";
import { csvOf } from "./csv.ts";

/** Tables of the ledger that a run leaves, each as CSV and as JSON, ordered by time and key. */
export const RUN_TABLES = [
  "orders",
  "fills",
  "trades",
  "equity",
  "funding",
  "decisions",
  "clearances",
  "cycles",
  "differences",
  "alerts",
] as const;
export type RunTable = (typeof RUN_TABLES)[number];

/** What a run leaves beside its events. Everything but `timing` is the same whenever the run is. */
export interface RunRecord {
  readonly config: unknown;
  readonly versions: unknown;
  readonly summary: unknown;
  readonly timing: unknown;
  readonly tables: Readonly<Partial<Record<RunTable, readonly Row[]>>>;
}

/** The one file of a run folder in which real time stands. */
export const TIMING_FILE = "timing.json";
/** The file with a run's events. */
export const EVENTS_FILE = "events.jsonl";

/** Writes a run's record into its folder. */
export function writeRun(folder: string, record: RunRecord): void {
  mkdirSync(folder, { recursive: true });
  const { config, versions, summary, timing, tables } = record;
  for (const [name, content] of Object.entries({ config, versions, summary })) writeJson(join(folder, `${name}.json`), content);
  writeJson(join(folder, TIMING_FILE), timing);
  writeTables(folder, tables);
}

/** Writes tables as CSV and as JSON. */
export function writeTables(folder: string, tables: RunRecord["tables"]): void {
  for (const name of RUN_TABLES) {
    const rows = inOrder(tables[name] ?? []);
    writeFileSync(join(folder, `${name}.csv`), rows.length === 0 ? "" : csvOf(rows));
    writeFileSync(join(folder, `${name}.json`), `[${rows.map((row) => `\n${JSON.stringify(row)}`).join(",")}\n]\n`);
  }
}

/** Rows by market time, then by key, so that arrival does not matter. */
export function inOrder(rows: readonly Row[]): Row[] {
  const placed = rows.map((row) => ({ row, at: Number(row.at), key: String(row.key) }));
  placed.sort((a, b) => a.at - b.at || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return placed.map(({ row }) => row);
}

function writeJson(path: string, content: unknown): void {
  writeFileSync(path, `${JSON.stringify(content, null, 2)}\n`);
}
