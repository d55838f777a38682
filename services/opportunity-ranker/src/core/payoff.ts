import { LIMITS, type RankerSettings } from "./limits.ts";
import { normalQuantile } from "./normal-quantile.ts";

/** What a trade is expected to bring before costs, in bps of its notional. */
export interface Payoff {
  /** Probability that the target is reached before the stop. */
  readonly winProbability: number;
  readonly targetBps: number;
  readonly stopBps: number;
  /** Standard deviation of the return over the horizon. */
  readonly deviationBps: number;
  readonly grossBps: number;
}

/** What a payoff is computed from. `probability` is that of a close beyond today's in the trade's direction, already shrunk. */
export interface PayoffInputs {
  readonly probability: number;
  readonly atrRatio: number;
  readonly horizonBars: number;
}

/**
 * OR-02: the expected payoff between stop and target. The probability of the signal is turned into the drift of a random walk with the
 * deviation of the average true range; with that drift the target is reached before the stop with `winProbability` (the gambler's ruin).
 * Because the signal speaks about its horizon only, no more is expected than the drift over the horizon. A probability of one half gives 0:
 * a wider target alone is no edge.
 */
export function payoffOf({ probability, atrRatio, horizonBars }: PayoffInputs, settings: RankerSettings): Payoff {
  const stop = Math.min(settings.stopMaxRatio, Math.max(settings.stopMinRatio, settings.stopAtrMultiple * atrRatio));
  const target = stop * settings.takeProfitMultiple;
  const deviation = (atrRatio / LIMITS.rangePerDeviation) * Math.sqrt(horizonBars);
  const drift = deviation * normalQuantile(probability);
  const winProbability = targetFirst((2 * drift) / (deviation * deviation), stop, target);
  const between = winProbability * target - (1 - winProbability) * stop;
  const gross = Math.abs(between) < Math.abs(drift) ? between : drift;
  return {
    winProbability,
    targetBps: target * 10_000,
    stopBps: stop * 10_000,
    deviationBps: deviation * 10_000,
    grossBps: gross * 10_000,
  };
}

/** The probability of reaching the target before the stop at this pull (twice the drift over the variance); without any, by distance alone. */
function targetFirst(pull: number, stop: number, target: number): number {
  if (Math.abs(pull * (stop + target)) < 1e-9) return stop / (stop + target);
  return Math.expm1(-pull * stop) / Math.expm1(-pull * (stop + target));
}
