import { copyFileSync, statSync, truncateSync } from "node:fs";

/** A log file may grow to this; with its predecessor a service keeps at most twice that on disk. */
export const LOG_LIMIT_BYTES = 16 * 1024 * 1024;

/** Moves the content of a log that has grown too large to `<file>.1`. The writer appends, so it goes on in the emptied file. */
export function boundLog(file: string, limitBytes = LOG_LIMIT_BYTES): boolean {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size <= limitBytes) return false;
  copyFileSync(file, `${file}.1`);
  truncateSync(file, 0);
  return true;
}
