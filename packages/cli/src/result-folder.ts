import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { homesFolder } from "./home.ts";

/** Results of a kind that are kept, the new one not counted. */
const KEPT = 10;

/** A name that sorts by time and that nobody else takes: 20261121-020000-4711. */
export function resultName(): string {
  return `${new Date().toISOString().slice(0, 19).replace(/[-:]/g, "").replace("T", "-")}-${process.pid}`;
}

/** Where a new result of this kind goes among the results in `.quantum`; the oldest make room. It is not made yet. */
export function newResultFolder(kind: "replays" | "drills"): string {
  const all = join(homesFolder(), kind);
  for (const name of namesIn(all).slice(0, -KEPT)) rmSync(join(all, name), { recursive: true, force: true });
  return join(all, resultName());
}

/** What a folder holds, in the order of the names; nothing when it is not there. */
export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}
