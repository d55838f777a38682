import { nextUniform, type Random } from "./random.ts";

/** A standard normal number (Marsaglia's polar method). */
export function nextNormal(random: Random): number {
  for (;;) {
    const x = 2 * nextUniform(random) - 1;
    const y = 2 * nextUniform(random) - 1;
    const radius = x * x + y * y;
    if (radius > 0 && radius < 1) return x * Math.sqrt((-2 * Math.log(radius)) / radius);
  }
}

/** An exponential number with mean 1. */
export function nextExponential(random: Random): number {
  return -Math.log(1 - nextUniform(random));
}

/** A gamma number with scale 1, shape >= 1 (Marsaglia and Tsang, "A simple method for generating gamma variables", 2000). */
export function nextGamma(random: Random, shape: number): number {
  if (!(shape >= 1)) throw new RangeError(`gamma shape must be at least 1, got ${shape}`);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = nextNormal(random);
    const cube = (1 + c * x) ** 3;
    if (cube <= 0) continue;
    if (Math.log(1 - nextUniform(random)) < 0.5 * x * x + d - d * cube + d * Math.log(cube)) return d * cube;
  }
}

/** A Student-t number with `degrees` > 2 of freedom, scaled to variance 1: fat tails without more variance. */
export function nextStudentT(random: Random, degrees: number): number {
  if (!(degrees > 2)) throw new RangeError(`a Student-t of finite variance needs more than 2 degrees of freedom, got ${degrees}`);
  const normal = nextNormal(random);
  const chiSquare = 2 * nextGamma(random, degrees / 2);
  return (normal / Math.sqrt(chiSquare / degrees)) * Math.sqrt((degrees - 2) / degrees);
}

/** A Poisson count. Large means are split in halves, which is exact, because Knuth's product would underflow. */
export function nextPoisson(random: Random, mean: number): number {
  if (!(mean >= 0 && mean < 1e6)) throw new RangeError(`a Poisson mean must lie in [0, 1e6), got ${mean}`);
  if (mean > 30) return nextPoisson(random, mean / 2) + nextPoisson(random, mean / 2);
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = nextUniform(random); product > limit; product *= nextUniform(random)) count++;
  return count;
}
