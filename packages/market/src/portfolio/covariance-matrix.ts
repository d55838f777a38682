/** Covariances from volatilities and correlations: c_ij = v_i * v_j * r_ij. Volatilities in the order of the matrix. */
export function covarianceMatrix(volatilities: readonly number[], correlation: readonly (readonly number[])[]): number[][] {
  if (correlation.length !== volatilities.length || correlation.some((row) => row.length !== volatilities.length))
    throw new RangeError("the correlation matrix needs one row and one column for each volatility");
  return volatilities.map((a, i) => volatilities.map((b, j) => a * b * (correlation[i]?.[j] ?? 0)));
}
