import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A hash over the content of files, given relative to a folder. Null when one of them is gone. */
export function contentHash(folder: string, paths: readonly string[]): string | null {
  const hash = createHash("sha256").update(process.version);
  for (const path of paths) {
    const absolute = join(folder, path);
    if (!existsSync(absolute)) return null;
    hash.update(path).update(readFileSync(absolute));
  }
  return hash.digest("hex").slice(0, 16);
}
