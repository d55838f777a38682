import { CliFailure } from "../failure.ts";

interface Dependent {
  readonly name: string;
  readonly after: readonly string[];
}

/** Groups services into waves: each wave needs only services of earlier waves, so a wave starts at once. */
export function startOrder<T extends Dependent>(entries: readonly T[]): T[][] {
  const present = new Set(entries.map((entry) => entry.name));
  const placed = new Set<string>();
  const waves: T[][] = [];
  while (placed.size < entries.length) {
    // What was left out of this start on purpose cannot be waited for.
    const ready = entries.filter((entry) => !placed.has(entry.name) && entry.after.every((name) => placed.has(name) || !present.has(name)));
    if (ready.length === 0) {
      const stuck = entries.filter((entry) => !placed.has(entry.name)).map((entry) => entry.name);
      throw new CliFailure(`these services wait for each other: ${stuck.join(", ")}`, "remove the cycle from `after` in fleet.ts");
    }
    for (const entry of ready) placed.add(entry.name);
    waves.push(ready);
  }
  return waves;
}
