import { readdirSync, readFileSync } from "node:fs";

/** Memory of a process (and of the processes it started): RSS counts shared pages fully, PSS by their share. Null where unknown. */
export interface Memory {
  readonly rssBytes: number | null;
  readonly pssBytes: number | null;
}

/** Reads the memory of a process from the kernel. */
export function memoryOf(pid: number, withChildren = false): Memory {
  const pids = withChildren ? [pid, ...childrenOf(pid)] : [pid];
  const parts = pids.map(readRollup);
  const sum = (pick: (part: Memory) => number | null) =>
    parts.some((part) => pick(part) === null) ? null : parts.reduce((total, part) => total + (pick(part) ?? 0), 0);
  return { rssBytes: sum((part) => part.rssBytes), pssBytes: sum((part) => part.pssBytes) };
}

function readRollup(pid: number): Memory {
  try {
    const text = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
    const field = (name: string) => Number(text.match(new RegExp(`^${name}:\\s+(\\d+) kB`, "m"))?.[1] ?? Number.NaN) * 1024;
    const [rss, pss] = [field("Rss"), field("Pss")];
    return { rssBytes: Number.isNaN(rss) ? null : rss, pssBytes: Number.isNaN(pss) ? null : pss };
  } catch {
    // Not Linux, not ours to read, or gone: unknown, and shown as unknown.
    return { rssBytes: null, pssBytes: null };
  }
}

function childrenOf(pid: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync("/proc").filter((entry) => /^\d+$/.test(entry))) {
    try {
      // The command in parentheses may contain anything; the parent is the second field after the last one.
      const stat = readFileSync(`/proc/${name}/stat`, "utf8");
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]));
    } catch {
      // The process ended while we were looking.
    }
  }
  return [...parents].filter(([, parent]) => parent === pid).map(([child]) => child);
}
