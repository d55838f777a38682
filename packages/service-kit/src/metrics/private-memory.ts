import { readFile } from "node:fs/promises";

const STATUS_FILE = "/proc/self/status";
/** Pages of no file, and of shared memory; those of the program's own files are shared by all services. */
const COUNTED = /^Rss(?:Anon|Shmem):\s+(\d+) kB$/gm;

/** Memory of this process that no other shares, in bytes; null where the system does not tell. */
export async function privateMemoryBytes(): Promise<number | null> {
  try {
    const status = await readFile(STATUS_FILE, "utf8");
    const sizes = [...status.matchAll(COUNTED)].map(([, kilobytes]) => Number(kilobytes) * 1024);
    return sizes.length === 0 ? null : sizes.reduce((sum, bytes) => sum + bytes, 0);
  } catch {
    // Only Linux has this file; without it the figure is left out.
    return null;
  }
}
