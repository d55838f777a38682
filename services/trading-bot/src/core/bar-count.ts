/** How many bars of this length closed after `from` and up to `to` (epoch ms). */
export function barsClosedBetween(from: number, to: number, intervalMs: number): number {
  return Math.floor(to / intervalMs) - Math.floor(from / intervalMs);
}
