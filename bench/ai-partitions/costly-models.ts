import { createEnsemble, type Model } from "../../services/ai-engine/src/core/index.ts";

const CALIBRATION_MS = 300;
const CHUNK = 100_000;

/** The models as they are, or with one whose answer costs so much CPU time a symbol, as a learned model would. */
export function modelsOf(costMs: number): readonly Model[] {
  const [first, ...others] = createEnsemble({}).models as [Model, ...Model[]];
  if (costMs === 0) return [first, ...others];
  const rounds = Math.round(costMs * roundsPerMs());
  const costly: Model = {
    ...first,
    predict(features) {
      work(rounds);
      return first.predict(features);
    },
  };
  return [costly, ...others];
}

/** Rounds of work in a millisecond of CPU time: not of time on the clock, in which others run too. */
function roundsPerMs(): number {
  let rounds = 0;
  work(CHUNK);
  const startedAt = cpuMs();
  while (cpuMs() - startedAt < CALIBRATION_MS) {
    work(CHUNK);
    rounds += CHUNK;
  }
  return rounds / (cpuMs() - startedAt);
}

function work(rounds: number): void {
  let value = 0.5;
  for (let i = 0; i < rounds; i++) value = 3.9 * value * (1 - value);
  // It stays between 0 and 1; that it is looked at keeps the compiler from leaving the work out.
  if (!(value > 0 && value < 1)) throw new Error(`the work came to ${value}`);
}

/** The kernel counts it in steps of about a millisecond, so that it can measure a calibration but not a single prediction. */
function cpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}
