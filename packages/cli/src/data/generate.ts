import { generateMarket } from "@quantum/market";
import { writeBars } from "@quantum/market/files";
import { INTERVAL_MS, type Interval } from "@quantum/types";

const DAY_MS = 86_400_000;

export interface GenerateRequest {
  readonly seed: number;
  /** How many, or which. */
  readonly symbols: number | readonly string[];
  readonly days: number;
  readonly interval: Interval;
  readonly date: string;
  readonly to: string;
}

/** Stores a generated market; it is labelled as generated in the folder. Returns the files. */
export function generateData(request: GenerateRequest): Promise<string[]> {
  const { seed, symbols, interval } = request;
  const bars = (request.days * DAY_MS) / INTERVAL_MS[interval];
  const market = generateMarket({ seed, symbols, interval, fromAt: Date.parse(`${request.date}T00:00:00Z`), bars });
  const source = { generated: true, description: market.description };
  return writeBars({ dir: request.to, interval, series: market.series, funding: market.funding, source });
}
