import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Row } from "../desk/tables.ts";
import { columnsOf, csvLine } from "./csv.ts";
import { TextFile } from "./text-file.ts";

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
  readonly tables: Readonly<Partial<Record<RunTable, Iterable<Row>>>>;
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

/** Writes tables as CSV and as JSON, row by row. */
export function writeTables(folder: string, tables: RunRecord["tables"]): void {
  for (const name of RUN_TABLES) {
    const rows = tables[name] ?? [];
    const columns = columnsOf(rows);
    const [csv, json] = [new TextFile(join(folder, `${name}.csv`)), new TextFile(join(folder, `${name}.json`))];
    if (columns.length > 0) csv.write(`${csvLine(columns)}\n`);
    let before = "[\n";
    for (const row of rows) {
      csv.write(`${csvLine(columns.map((column) => row[column]))}\n`);
      json.write(`${before}${JSON.stringify(row)}`);
      before = ",\n";
    }
    json.write(before === ",\n" ? "\n]\n" : "[]\n");
    for (const file of [csv, json]) file.close();
  }
}

function writeJson(path: string, content: unknown): void {
  writeFileSync(path, `${JSON.stringify(content, null, 2)}\n`);
}
