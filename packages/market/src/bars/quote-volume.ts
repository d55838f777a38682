import type { Bar } from "@quantum/types";

/**
 * Turnover of a bar in USDT. Some sources carry no quote volume and write 0; then it is estimated as volume times the
 * typical price, which is within the bar's range of the truth.
 */
export function quoteVolumeOf(bar: Bar): number {
  return bar.quoteVolume > 0 ? bar.quoteVolume : bar.volume * ((bar.high + bar.low + bar.close) / 3);
}
