/** Lower confidence bound of a share that was seen `share * count` times in `count`: Wilson's score interval (1927). 0 when nothing was seen. */
export function lowerShare(share: number, count: number, deviates: number): number {
  if (count <= 0) return 0;
  const z2 = deviates ** 2;
  const centre = share + z2 / (2 * count);
  const spread = deviates * Math.sqrt((share * (1 - share)) / count + z2 / (4 * count ** 2));
  return Math.max(0, (centre - spread) / (1 + z2 / count));
}

/** How far an average may be from the truth: deviates times its standard error; null from fewer than two values. */
export function averageMargin(values: readonly number[], deviates: number): number | null {
  const { length } = values;
  if (length < 2) return null;
  const mean = values.reduce((sum, value) => sum + value, 0) / length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return deviates * Math.sqrt(squares / (length - 1) / length);
}
