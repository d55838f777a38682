import { LIMITS } from "./limits.ts";

/** Keeps one sample per cycle, oldest first; the first one for a cycle counts. In place. */
export function keepSample<T extends { at: number }>(samples: T[], sample: T): void {
  if (samples.some(({ at }) => at === sample.at)) return;
  samples.push(sample);
  samples.sort((a, b) => a.at - b.at);
  if (samples.length > LIMITS.keptCycles) samples.shift();
}

/** OP-04: the newest sample of a cycle or of one at most two bars before it; older, or of the time after, counts as missing. */
export function freshSample<T extends { at: number }>(samples: readonly T[], cycleAt: number, stepMs: number): T | null {
  const newest = samples.findLast(({ at }) => at <= cycleAt);
  return newest !== undefined && cycleAt - newest.at <= LIMITS.maxAgeBars * stepMs ? newest : null;
}
