import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";

/** The full path of the first of these programs that PATH has, or null. */
export function findExecutable(names: readonly string[], path = process.env.PATH ?? ""): string | null {
  // Servers often live in sbin, which the PATH of an ordinary user leaves out.
  const folders = [...path.split(delimiter), "/usr/local/sbin", "/usr/sbin", "/opt/homebrew/bin"].filter(Boolean);
  for (const name of names) {
    for (const folder of folders) {
      const candidate = join(folder, name);
      if (isExecutable(candidate)) return candidate;
    }
  }
  return null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
