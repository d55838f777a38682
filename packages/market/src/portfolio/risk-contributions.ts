/** What one position adds to the risk of all. */
export interface RiskContribution {
  /** By how much the volatility of the whole grows per unit of this weight. */
  readonly marginal: number;
  /** The part of the whole volatility that is due to this position; the parts add up to the whole. Negative: a hedge. */
  readonly absolute: number;
  /** The same as a share of the whole; shares add up to 1, or are all 0 when nothing is at risk. */
  readonly share: number;
}

/** Volatility of weighted positions: the root of w' C w. Weights are signed: negative is short. */
export function portfolioVolatility(weights: readonly number[], covariance: readonly (readonly number[])[]): number {
  return volatilityOf(weights, exposures(weights, covariance));
}

/** Euler's split of the volatility: w_i (C w)_i / sigma. */
export function riskContributions(weights: readonly number[], covariance: readonly (readonly number[])[]): RiskContribution[] {
  const along = exposures(weights, covariance);
  const whole = volatilityOf(weights, along);
  return weights.map((weight, i) => {
    const marginal = whole > 0 ? (along[i] as number) / whole : 0;
    const absolute = weight * marginal;
    return { marginal, absolute, share: whole > 0 ? absolute / whole : 0 };
  });
}

/** C w. */
function exposures(weights: readonly number[], covariance: readonly (readonly number[])[]): number[] {
  if (covariance.length !== weights.length || covariance.some((row) => row.length !== weights.length))
    throw new RangeError("the covariance matrix needs one row and one column for each weight");
  return covariance.map((row) => row.reduce((sum, value, j) => sum + value * (weights[j] as number), 0));
}

/** A sum that rounding made slightly negative is no risk. */
function volatilityOf(weights: readonly number[], along: readonly number[]): number {
  return Math.sqrt(
    Math.max(
      0,
      weights.reduce((sum, weight, i) => sum + weight * (along[i] as number), 0),
    ),
  );
}
