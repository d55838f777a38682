/**
 * Volatility that clusters: a GARCH(1,1) of variance 1 on average (Bollerslev, "Generalized autoregressive conditional
 * heteroskedasticity", 1986), to be scaled by whoever uses it.
 */
export interface Garch {
  variance: number;
}

/** Share of the last surprise and of the last variance in the next; typical of crypto at minutes to hours. */
const SURPRISE_SHARE = 0.1;
const MEMORY_SHARE = 0.87;
/** Keeps a chain of surprises from running away. */
const MAX_VARIANCE = 15;

/** Volatility at its average. */
export function createGarch(): Garch {
  return { variance: 1 };
}

/** Turns an innovation of variance 1 into a shock of the current volatility, and moves the volatility on. */
export function stepGarch(garch: Garch, innovation: number): number {
  const shock = innovation * Math.sqrt(garch.variance);
  const next = 1 - SURPRISE_SHARE - MEMORY_SHARE + SURPRISE_SHARE * shock * shock + MEMORY_SHARE * garch.variance;
  garch.variance = Math.min(next, MAX_VARIANCE);
  return shock;
}
