import { existsSync, readFileSync } from "node:fs";
import type { StopRequest } from "./core/index.ts";

/**
 * The stop a file asks for while it exists, or null. What is written in it is the reason; a first word CLOSE closes positions too. A file
 * that cannot be read stops as well.
 */
export function stopInFile(path: string): StopRequest | null {
  if (!existsSync(path)) return null;
  let text = "the stop file exists";
  try {
    text = readFileSync(path, "utf8").trim() || text;
  } catch (error) {
    text = `the stop file cannot be read (${(error as NodeJS.ErrnoException).code})`;
  }
  return { level: "HALT", close: /^close\b/i.test(text), by: "stop file", reason: text };
}
