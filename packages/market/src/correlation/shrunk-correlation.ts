import { centred, covarianceOf, dot, type ReturnRows } from "./sample-covariance.ts";

/** Correlations that can be trusted with few observations. */
export interface ShrunkCorrelation {
  /** The symbols of rows and columns. */
  readonly symbols: readonly string[];
  readonly correlation: readonly (readonly number[])[];
  /** Per bar, in the unit of the returns squared. */
  readonly covariance: readonly (readonly number[])[];
  /** How much of the answer is the target, 0 to 1: much when there are few observations. */
  readonly shrinkageRatio: number;
  readonly observations: number;
  /** Symbols that did not move or had unusable returns; nothing is claimed about them. */
  readonly leftOut: readonly string[];
}

/** Fewer observations than this say nothing about how two symbols move together. */
const MIN_OBSERVATIONS = 3;

/**
 * Correlation matrix of returns, shrunk towards equal correlation of all pairs by the share that minimises the expected
 * squared error: Ledoit and Wolf, "Honey, I Shrunk the Sample Covariance Matrix", Journal of Portfolio Management 30(4),
 * 2004. Null when no symbol can be used.
 */
export function shrunkCorrelation(returns: Readonly<Record<string, readonly number[]>>): ShrunkCorrelation | null {
  const lengths = new Set(Object.values(returns).map((row) => row.length));
  if (lengths.size > 1) throw new RangeError("all symbols need the same number of returns; use only bars that all of them have");
  const observations = lengths.values().next().value ?? 0;
  const symbols = Object.keys(returns).filter((symbol) => moves(returns[symbol] ?? []));
  const leftOut = Object.keys(returns).filter((symbol) => !symbols.includes(symbol));
  if (symbols.length === 0 || observations < MIN_OBSERVATIONS) return null;
  const rows = centred(symbols.map((symbol) => returns[symbol] ?? []));
  const sample = covarianceOf(rows);
  const target = constantCorrelation(sample);
  const shrinkageRatio = symbols.length < 2 ? 0 : optimalShrinkage(rows, sample, target);
  const covariance = sample.map((row, i) => row.map((value, j) => value + shrinkageRatio * (at(target.covariance, i, j) - value)));
  const correlation = covariance.map((row, i) => row.map((value, j) => (i === j ? 1 : value / scaleOf(covariance, i, j))));
  return { symbols, correlation, covariance, shrinkageRatio, observations, leftOut };
}

interface Target {
  readonly covariance: number[][];
  readonly meanCorrelation: number;
}

function constantCorrelation(sample: readonly (readonly number[])[]): Target {
  const count = sample.length;
  let sum = 0;
  for (let i = 0; i < count; i++) for (let j = i + 1; j < count; j++) sum += at(sample, i, j) / scaleOf(sample, i, j);
  const meanCorrelation = count < 2 ? 0 : sum / ((count * (count - 1)) / 2);
  const covariance = sample.map((row, i) => row.map((value, j) => (i === j ? value : meanCorrelation * scaleOf(sample, i, j))));
  return { covariance, meanCorrelation };
}

/** The paper's kappa / T: pi is the noise of the sample, rho the part of it that the target shares, gamma their distance. */
function optimalShrinkage(rows: ReturnRows, sample: readonly (readonly number[])[], target: Target): number {
  const observations = rows[0]?.length ?? 0;
  let pi = 0;
  let rho = 0;
  let gamma = 0;
  for (let i = 0; i < rows.length; i++) {
    for (let j = 0; j < rows.length; j++) {
      const noise = noiseOf(rows, sample, [i, j]);
      pi += noise.own;
      rho += i === j ? noise.own : target.meanCorrelation * Math.sqrt(at(sample, j, j) / at(sample, i, i)) * noise.shared;
      gamma += (at(target.covariance, i, j) - at(sample, i, j)) ** 2;
    }
  }
  if (!(gamma > 0)) return 1;
  return Math.max(0, Math.min(1, (pi - rho) / gamma / observations));
}

/** Variance of the product of two rows, and its covariance with the square of the first. */
function noiseOf(
  rows: ReturnRows,
  sample: readonly (readonly number[])[],
  [i, j]: readonly [number, number],
): { own: number; shared: number } {
  const [a, b] = [rows[i] ?? [], rows[j] ?? []];
  const products = a.map((value, t) => value * (b[t] as number) - at(sample, i, j));
  const squares = a.map((value) => value * value - at(sample, i, i));
  // The two halves of the paper's sum over (ii, ij) and (jj, ij) are equal over all ordered pairs, so one is taken whole.
  return { own: dot(products, products) / a.length, shared: dot(squares, products) / a.length };
}

function moves(row: readonly number[]): boolean {
  const first = row[0];
  return row.every(Number.isFinite) && row.some((value) => value !== first);
}

function scaleOf(covariance: readonly (readonly number[])[], i: number, j: number): number {
  return Math.sqrt(at(covariance, i, i) * at(covariance, j, j));
}

function at(matrix: readonly (readonly number[])[], i: number, j: number): number {
  return matrix[i]?.[j] as number;
}
