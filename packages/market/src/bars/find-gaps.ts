import { type Bar, INTERVAL_MS, type Interval } from "@quantum/types";

/** A hole in a series: the first missing bar, the last missing bar (opening times, epoch ms) and how many are missing. */
export interface Gap {
  readonly fromAt: number;
  readonly toAt: number;
  readonly missingBars: number;
}

/** The holes inside a sorted series. What lies before its first and after its last bar is not a hole. */
export function findGaps(bars: readonly Pick<Bar, "openAt">[], interval: Interval): Gap[] {
  const stepMs = INTERVAL_MS[interval];
  const gaps: Gap[] = [];
  for (let i = 1; i < bars.length; i++) {
    const before = (bars[i - 1] as Bar).openAt;
    const after = (bars[i] as Bar).openAt;
    const missingBars = Math.round((after - before) / stepMs) - 1;
    if (missingBars > 0) gaps.push({ fromAt: before + stepMs, toAt: after - stepMs, missingBars });
  }
  return gaps;
}
