/** C and d of the rational approximation of the normal quantile (Abramowitz and Stegun, 26.2.23; error below 4.5e-4). */
const NUMERATOR = [2.515517, 0.802853, 0.010328] as const;
const DENOMINATOR = [1.432788, 0.189269, 0.001308] as const;

/** The value that a standard normal variable exceeds with this probability (0 < tail <= 0.5). */
export function normalQuantile(tail: number): number {
  const t = Math.sqrt(-2 * Math.log(tail));
  const [c0, c1, c2] = NUMERATOR;
  const [d1, d2, d3] = DENOMINATOR;
  return t - (c0 + c1 * t + c2 * t ** 2) / (1 + d1 * t + d2 * t ** 2 + d3 * t ** 3);
}

/** The same for Student's t (Abramowitz and Stegun, 26.7.5). With few blocks a spread is itself uncertain, and bounds lie further out. */
export function studentQuantile(tail: number, freedom: number): number {
  const z = normalQuantile(tail);
  return (
    z +
    (z ** 3 + z) / (4 * freedom) +
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * freedom ** 2) +
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / (384 * freedom ** 3)
  );
}
