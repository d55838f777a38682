/** Rolling returns of one symbol, one per cycle; null where a bar was missing, so that symbols stay aligned. */
export interface Returns {
  lastClose: number | null;
  window: (number | null)[];
}

/** Adds one cycle's close (or its absence) to a symbol's returns. Seven places: a tenth of a millionth, and short as text. */
export function addReturn(returns: Returns, close: number | null, keepBars: number): void {
  const known = close !== null && returns.lastClose !== null;
  returns.window.push(known ? Math.round((close / (returns.lastClose as number) - 1) * 1e7) / 1e7 : null);
  if (returns.window.length > keepBars) returns.window.splice(0, returns.window.length - keepBars);
  returns.lastClose = close;
}

/** Pearson correlation over the cycles both have; null with fewer than `minBars` of them or without movement. */
export function correlation(a: readonly (number | null)[], b: readonly (number | null)[], minBars: number): number | null {
  const pairs: [number, number][] = [];
  for (let back = 1; back <= Math.min(a.length, b.length); back++) {
    const x = a[a.length - back];
    const y = b[b.length - back];
    if (typeof x === "number" && typeof y === "number") pairs.push([x, y]);
  }
  if (pairs.length < minBars) return null;
  const meanX = pairs.reduce((sum, [x]) => sum + x, 0) / pairs.length;
  const meanY = pairs.reduce((sum, [, y]) => sum + y, 0) / pairs.length;
  let xy = 0;
  let xx = 0;
  let yy = 0;
  for (const [x, y] of pairs) {
    xy += (x - meanX) * (y - meanY);
    xx += (x - meanX) ** 2;
    yy += (y - meanY) ** 2;
  }
  return xx > 0 && yy > 0 ? Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy))) : null;
}

/** PI-12: mean correlation of every pair of positions, as held: a long and a short that move together count as opposed. */
export function averageCorrelation(
  positions: readonly { symbol: string; direction: "LONG" | "SHORT" }[],
  returns: Readonly<Record<string, Returns>>,
  minBars: number,
): number | null {
  const found: number[] = [];
  positions.forEach((a, index) => {
    for (const b of positions.slice(index + 1)) {
      const value = correlation(returns[a.symbol]?.window ?? [], returns[b.symbol]?.window ?? [], minBars);
      if (value !== null) found.push(a.direction === b.direction ? value : -value);
    }
  });
  return found.length === 0 ? null : found.reduce((sum, value) => sum + value, 0) / found.length;
}
