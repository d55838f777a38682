/** Coefficients of Acklam's rational approximation (2003) of the inverse normal distribution, relative error below 1.15e-9. */
const CENTRE = {
  top: [-39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269, -30.66479806614716, 2.506628277459239],
  bottom: [-54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572, 1],
} as const;
/** The approximation holds between this probability and one minus it; beyond it the value at the border is given. */
const LEAST = 0.02425;

/** The value below which a standard normal variable stays with this probability. Probabilities are limited to [0.02425, 0.97575]. */
export function normalQuantile(probability: number): number {
  const centred = Math.min(1 - LEAST, Math.max(LEAST, probability)) - 0.5;
  const square = centred * centred;
  return (centred * polynomial(CENTRE.top, square)) / polynomial(CENTRE.bottom, square);
}

function polynomial(coefficients: readonly number[], value: number): number {
  return coefficients.reduce((sum, coefficient) => sum * value + coefficient, 0);
}
