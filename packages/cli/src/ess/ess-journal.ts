import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Home } from "../home.ts";
import { essFolder } from "./ess-door.ts";

/** What the emergency stop knew last, as far as it is told here. */
export interface EssMemory {
  readonly level: string;
  readonly causes: readonly { readonly trigger: string; readonly level: string; readonly close: boolean; readonly by: string }[];
  readonly sweep: { readonly phase: string; readonly close: boolean } | null;
  readonly [other: string]: unknown;
}

/** The newest decision in the journal of this instance's emergency stop; null when there is none that can be read. */
export function newestDecision(home: Home): EssMemory | null {
  const file = join(essFolder(home), "journal.jsonl");
  if (!existsSync(file)) return null;
  const lines = readFileSync(file, "utf8").split("\n");
  for (const line of lines.reverse()) {
    const decision = decisionIn(line);
    if (decision) return decision;
  }
  return null;
}

function decisionIn(line: string): EssMemory | null {
  if (!line.startsWith('{"kind":"decision"')) return null;
  try {
    return (JSON.parse(line) as { state: EssMemory }).state;
  } catch {
    // The last line may still be on its way; the one before it counts.
    return null;
  }
}
