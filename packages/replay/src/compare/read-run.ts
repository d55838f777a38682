import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { FillRow, OrderRow } from "@quantum/report";
import { fillRowOf, orderRowOf } from "../desk/ledger.ts";
import type { Row } from "../desk/tables.ts";
import type { LoggedEvent } from "../record/event-log.ts";
import { EVENTS_FILE } from "../record/run-folder.ts";
import { ReplayProblem } from "../replay-problem.ts";

/** What a run folder says about what happened. */
export interface RecordedRun {
  readonly folder: string;
  readonly events: readonly LoggedEvent[];
  readonly orders: readonly OrderRow[];
  readonly fills: readonly FillRow[];
}

/** Reads a run folder, of a replay or of a day of the fleet. @throws ReplayProblem naming the file that is missing or damaged. */
export function readRun(folder: string): RecordedRun {
  const lines = readText(folder, EVENTS_FILE).split("\n");
  const events = lines.flatMap((line, i) => (line === "" ? [] : [parsed<LoggedEvent>(line, folder, `${EVENTS_FILE} line ${i + 1}`)]));
  const rows = (name: string) => {
    const found = parsed<Row[]>(readText(folder, name), folder, name);
    if (!Array.isArray(found)) throw damaged(folder, name);
    return found;
  };
  return {
    folder,
    events,
    orders: rows("orders.json").map((row) => orderRowOf(String(row.key), row)),
    fills: rows("fills.json").map(fillRowOf),
  };
}

function readText(folder: string, name: string): string {
  try {
    return readFileSync(join(folder, name), "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new ReplayProblem(
      `${folder} is not a whole run folder: ${name} cannot be read (${code})`,
      "name a folder that ./quantum replay or ./quantum simulate-day has written to its end",
    );
  }
}

function parsed<T>(text: string, folder: string, what: string): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw damaged(folder, what);
  }
  if (typeof value !== "object" || value === null) throw damaged(folder, what);
  return value as T;
}

function damaged(folder: string, what: string): ReplayProblem {
  return new ReplayProblem(`${folder}: ${what} is damaged`, "run it again; a run folder is not changed by hand");
}
