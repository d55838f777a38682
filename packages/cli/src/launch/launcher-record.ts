import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import type { Home } from "../home.ts";

const recordSchema = z.object({ pid: z.number().int(), controlPort: z.number().int(), startedAt: z.number().int() });

/** The launcher of an instance: its process, and where it takes commands. */
export type LauncherRecord = z.infer<typeof recordSchema>;

/** Says that this process is the launcher of the instance. */
export function writeRecord(home: Home, record: LauncherRecord): void {
  const partial = `${fileOf(home)}.${process.pid}`;
  writeFileSync(partial, JSON.stringify(record), { mode: 0o600 });
  renameSync(partial, fileOf(home));
}

/** Removes the record, if it is still ours. */
export function removeRecord(home: Home): void {
  if (readRecord(home)?.pid === process.pid) rmSync(fileOf(home), { force: true });
}

/** The launcher of an instance, when one is alive. A record whose process is gone counts as none. */
export function readRecord(home: Home): LauncherRecord | null {
  const file = fileOf(home);
  if (!existsSync(file)) return null;
  try {
    const record = recordSchema.parse(JSON.parse(readFileSync(file, "utf8")));
    process.kill(record.pid, 0);
    return record;
  } catch {
    return null;
  }
}

function fileOf(home: Home): string {
  return join(home.run, "launcher.json");
}
