/** Returns of several symbols over the same bars: one row per symbol, equally long. */
export type ReturnRows = readonly (readonly number[])[];

/** Each row with its mean taken off. */
export function centred(rows: ReturnRows): number[][] {
  return rows.map((row) => {
    const mean = row.reduce((sum, value) => sum + value, 0) / row.length;
    return row.map((value) => value - mean);
  });
}

/** Covariance of centred rows, divided by the number of observations (the maximum-likelihood form the shrinkage formula expects). */
export function covarianceOf(rows: ReturnRows): number[][] {
  return rows.map((a) => rows.map((b) => dot(a, b) / a.length));
}

/** Sum of products. */
export function dot(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}
