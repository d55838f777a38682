/** A figure for an event with so many decimals; never -0, which JSON would not keep. */
export function rounded(value: number, decimals: number): number {
  const scale = 10 ** decimals;
  return Math.round(value * scale) / scale + 0;
}
