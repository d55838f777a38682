import { existsSync } from "node:fs";
import { join } from "node:path";
import { REPOSITORY } from "../repository.ts";

/** The day that is run when nobody names one: lively, all symbols present. */
export const DEFAULT_DATE = "2023-07-13";

/** Bars that lie beside the repository, when somebody put some there; else null: the market is generated, and labelled so. */
export function defaultDataFolder(): string | null {
  const beside = process.env.QUANTUM_DATA ?? join(REPOSITORY, "..", "shared", "data", "um", "5m");
  return existsSync(beside) ? beside : null;
}
