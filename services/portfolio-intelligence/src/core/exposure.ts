import type { LedgerPosition } from "@quantum/types";
import { LIMITS } from "./limits.ts";

/** Exposure as shares of equity. `bySymbol` is signed (negative: short), `bySector` counts both directions. */
export interface Exposure {
  grossRatio: number;
  netRatio: number;
  longRatio: number;
  shortRatio: number;
  bySymbol: Record<string, number>;
  bySector: Record<string, number>;
}

/** PI-11: exposure by symbol, sector and direction. Without positive equity every exposure counts as beyond all limits. */
export function exposureOf(positions: readonly LedgerPosition[], equityUsd: number): Exposure {
  const exposure: Exposure = { grossRatio: 0, netRatio: 0, longRatio: 0, shortRatio: 0, bySymbol: {}, bySector: {} };
  for (const position of positions) {
    const ratio = equityUsd > 0 ? position.notionalUsd / equityUsd : LIMITS.exposureWithoutEquityRatio;
    const signed = position.direction === "LONG" ? ratio : -ratio;
    exposure.grossRatio += ratio;
    exposure.netRatio += signed;
    if (position.direction === "LONG") exposure.longRatio += ratio;
    else exposure.shortRatio += ratio;
    exposure.bySymbol[position.symbol] = signed;
    exposure.bySector[position.sector] = (exposure.bySector[position.sector] ?? 0) + ratio;
  }
  return exposure;
}
