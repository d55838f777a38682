import { shrunkCorrelation } from "@quantum/market";
import { INTERVAL_MS } from "@quantum/types";
import { LIMITS } from "./limits.ts";
import { commonReturns } from "./return-series.ts";
import { lookUp, type PbaState } from "./state.ts";

/** Correlation of two symbols' returns; null when it is not known. */
export type Correlations = (a: string, b: string) => number | null;

/**
 * Shrunk correlations of these symbols over the bars they all have. A symbol with too short a history is left out, so that it does not
 * take away the others'.
 */
export function correlationsOf(state: Readonly<Pick<PbaState, "returns" | "interval">>, symbols: readonly string[]): Correlations {
  const usable = [...new Set(symbols)].sort().flatMap((symbol) => {
    const series = lookUp(state.returns, symbol);
    const known = series?.window.filter((value) => value !== null).length ?? 0;
    return series && known >= LIMITS.correlationMinBars ? [{ symbol, series }] : [];
  });
  if (usable.length < 2 || state.interval === null) return unknown;
  const rows = commonReturns(
    usable.map(({ series }) => series),
    INTERVAL_MS[state.interval],
  );
  if ((rows[0]?.length ?? 0) < LIMITS.correlationMinBars) return unknown;
  const found = shrunkCorrelation(Object.fromEntries(usable.map(({ symbol }, i) => [symbol, rows[i] ?? []])));
  if (found === null) return unknown;
  const place = new Map(found.symbols.map((symbol, i) => [symbol, i]));
  return (a, b) => {
    const [i, j] = [place.get(a), place.get(b)];
    return i === undefined || j === undefined ? null : (found.correlation[i]?.[j] ?? null);
  };
}

function unknown(): null {
  return null;
}
