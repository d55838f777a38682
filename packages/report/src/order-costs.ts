import type { ShortfallRow } from "./ledger.ts";

/** What orders cost against their arrival price, mean in bps, by how they were carried out; beside it aelm's estimate of the way not taken. */
export interface OrderCosts {
  readonly plain: MeanCost;
  readonly planned: MeanCost;
}

/** `otherBps` is over those `compared` orders whose other way could be estimated, and `sameBps` is what just those cost. Null: none. */
export interface MeanCost {
  readonly orders: number;
  readonly totalBps: number | null;
  readonly compared: number;
  readonly sameBps: number | null;
  readonly otherBps: number | null;
}

/** Null when nobody measured. */
export function orderCosts(rows: readonly ShortfallRow[]): OrderCosts | null {
  if (rows.length === 0) return null;
  const of = (executed: ShortfallRow["executed"]) => meanCost(rows.filter((row) => row.executed === executed));
  return { plain: of("PLAIN"), planned: of("PLANNED") };
}

function meanCost(rows: readonly ShortfallRow[]): MeanCost {
  const compared = rows.flatMap(({ totalBps, otherBps }) => (otherBps === null ? [] : [{ totalBps, otherBps }]));
  return {
    orders: rows.length,
    totalBps: mean(rows.map(({ totalBps }) => totalBps)),
    compared: compared.length,
    sameBps: mean(compared.map(({ totalBps }) => totalBps)),
    otherBps: mean(compared.map(({ otherBps }) => otherBps)),
  };
}

/** Added up by size, so that the order of the rows leaves no trace in the last digit. */
function mean(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted.length === 0 ? null : sorted.reduce((sum, value) => sum + value, 0) / sorted.length;
}
