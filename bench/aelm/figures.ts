import { createRandom, nextUniform } from "../../packages/market/src/index.ts";

/** What one order cost each way, and the cycle it came in. */
export interface Sample {
  readonly cycle: number;
  readonly costs: Readonly<Record<string, number>>;
}

const RESAMPLES = 500;

export function mean(figures: readonly number[]): number {
  return figures.reduce((sum, figure) => sum + figure, 0) / figures.length;
}

export function percentile(figures: readonly number[], share: number): number {
  const sorted = [...figures].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

/** Ratio of two means with a 95 % interval: whole cycles are drawn again, because orders of one cycle move together. */
export function ratioWithInterval(samples: readonly Sample[], of: string, to: string): { ratio: number; low: number; high: number } {
  const cycles = [...Map.groupBy(samples, ({ cycle }) => cycle).values()].map((group) => ({
    of: group.reduce((sum, { costs }) => sum + (costs[of] ?? 0), 0),
    to: group.reduce((sum, { costs }) => sum + (costs[to] ?? 0), 0),
  }));
  const random = createRandom(`bootstrap ${of} ${to}`);
  const ratios = Array.from({ length: RESAMPLES }, () => {
    let [a, b] = [0, 0];
    for (let i = 0; i < cycles.length; i++) {
      const drawn = cycles[Math.floor(nextUniform(random) * cycles.length)];
      a += drawn?.of ?? 0;
      b += drawn?.to ?? 0;
    }
    return a / b;
  });
  const total = (key: "of" | "to") => cycles.reduce((sum, cycle) => sum + cycle[key], 0);
  return { ratio: total("of") / total("to"), low: percentile(ratios, 0.025), high: percentile(ratios, 0.975) };
}
