/** The largest fall from a peak, as a share of that peak. 0 when it never fell, null without values. */
export function maxDrawdownRatio(equities: readonly number[]): number | null {
  if (equities.length === 0) return null;
  let peak = Number.NEGATIVE_INFINITY;
  let deepest = 0;
  for (const equity of equities) {
    peak = Math.max(peak, equity);
    if (peak > 0) deepest = Math.max(deepest, (peak - equity) / peak);
  }
  return deepest;
}
