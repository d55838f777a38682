import { type Bar, INTERVAL_MS, type Interval } from "@quantum/types";
import type { FundingRate } from "../importers/import-funding.ts";
import { nextNormal } from "../random/distributions.ts";
import { type Random, splitRandom } from "../random/random.ts";

const FUNDING_INTERVAL_HOURS = 8;
const FUNDING_INTERVAL_MS = FUNDING_INTERVAL_HOURS * 3_600_000;
/** The exchange's usual rate when nothing pushes. */
const USUAL_RATIO = 0.0001;
const MAX_RATIO = 0.0075;

/** Funding of one symbol at 00, 08 and 16 UTC: the usual rate, pushed by the move of the eight hours before, plus noise. */
export function generateFunding(
  root: Random,
  symbol: string,
  { bars, interval }: { bars: readonly Bar[]; interval: Interval },
): FundingRate[] {
  const random = splitRandom(root, `funding ${symbol}`);
  const first = bars[0];
  if (first === undefined) return [];
  const rates: FundingRate[] = [];
  const barsBack = Math.max(1, Math.round(FUNDING_INTERVAL_MS / INTERVAL_MS[interval]));
  for (let i = 0; i < bars.length; i++) {
    const { openAt, open } = bars[i] as Bar;
    if (openAt % FUNDING_INTERVAL_MS !== 0) continue;
    const before = bars[Math.max(0, i - barsBack)] as Bar;
    const pushed = USUAL_RATIO + 0.004 * Math.log(open / before.open) + 0.00003 * nextNormal(random);
    const ratio = Number(Math.max(-MAX_RATIO, Math.min(MAX_RATIO, pushed)).toFixed(8));
    rates.push({ paidAt: openAt, intervalHours: FUNDING_INTERVAL_HOURS, ratio });
  }
  return rates;
}
