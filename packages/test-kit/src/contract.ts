import type { Instrument } from "@quantum/types";

/** A contract of the exchange that trades, in cents and whole units, with the usual fees of 2 and 5 bps. */
export function contract(symbol: string, changes: Partial<Instrument> = {}): Instrument {
  return {
    symbol,
    tickSize: "0.01",
    stepSize: "1",
    minQuantity: "1",
    maxQuantity: "1000000",
    minNotionalUsd: "5",
    maxLeverage: 50,
    maintenanceMarginRatio: 0.01,
    makerFeeRatio: 0.0002,
    takerFeeRatio: 0.0005,
    listedAt: 0,
    status: "TRADING",
    ...changes,
  };
}
