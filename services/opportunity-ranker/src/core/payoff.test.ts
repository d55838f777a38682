import { describe, expect, it } from "@jest/globals";
import { createRandom, nextNormal } from "@quantum/market";
import fc from "fast-check";
import { LIMITS } from "./limits.ts";
import { normalQuantile } from "./normal-quantile.ts";
import { payoffOf } from "./payoff.ts";

const payoff = (probability: number, atrRatio = 0.004) => payoffOf({ probability, atrRatio, horizonBars: 12 }, LIMITS);

describe("OR-02: the payoff", () => {
  it("of a coin is nothing, however far the target", () => {
    const coin = payoff(0.5);
    expect(coin.grossBps).toBeCloseTo(0, 9);
    expect(coin.winProbability).toBeCloseTo(0.4, 9);
  });

  it("puts stop and target where trading_bot does, within its bounds", () => {
    expect(payoff(0.6, 0.004)).toMatchObject({ stopBps: 80, targetBps: 120 });
    expect(payoff(0.6, 0.002).stopBps).toBeCloseTo(40, 9);
    expect(payoff(0.6, 0.0001).stopBps).toBeCloseTo(40, 9);
    expect(payoff(0.6, 0.025).stopBps).toBeCloseTo(500, 9);
    expect(payoff(0.6, 0.1).stopBps).toBeCloseTo(500, 9);
  });

  it("expects no more than the drift over the horizon, rises with the probability, and is a loss below one half", () => {
    const probability = fc.double({ min: 0.05, max: 0.95, noNaN: true });
    const atr = fc.double({ min: 0.0005, max: 0.05, noNaN: true });
    fc.assert(
      fc.property(probability, probability, atr, (a, b, atrRatio) => {
        const [low, high] = [payoff(Math.min(a, b), atrRatio), payoff(Math.max(a, b), atrRatio)];
        expect(high.grossBps).toBeGreaterThanOrEqual(low.grossBps - 1e-9);
        expect(Math.sign(Math.round(low.grossBps * 1e6))).toBe(
          Math.sign(Math.round(low.grossBps * 1e6)) === 0 ? 0 : Math.min(a, b) > 0.5 ? 1 : -1,
        );
        const drift = low.deviationBps * normalQuantile(Math.min(a, b));
        expect(Math.abs(low.grossBps)).toBeLessThanOrEqual(Math.abs(drift) + 1e-9);
        expect(low.winProbability).toBeGreaterThanOrEqual(0);
        expect(low.winProbability).toBeLessThanOrEqual(1);
      }),
      { seed: 2, numRuns: 1_000 },
    );
  });

  it("gives the share of random walks with that drift that reach the target first", () => {
    const { winProbability, stopBps, targetBps, deviationBps } = payoff(0.7);
    const random = createRandom("walks");
    const steps = 12 * 40;
    const drift = (deviationBps * normalQuantile(0.7)) / steps;
    const deviation = deviationBps / Math.sqrt(steps);
    let won = 0;
    const walks = 600;
    for (let i = 0; i < walks; i++) {
      let position = 0;
      while (position > -stopBps && position < targetBps) position += drift + deviation * nextNormal(random);
      if (position >= targetBps) won++;
    }
    // Four standard errors of the count, and what steps overshoot.
    expect(Math.abs(won / walks - winProbability)).toBeLessThan(0.08);
  });
});

describe("the inverse normal distribution", () => {
  it.each([
    [0.5, 0],
    [0.6, 0.2533471031],
    [0.775, 0.7554150264],
    [0.95, 1.644853627],
    [0.05, -1.644853627],
  ])("at %d is %d", (probability, value) => {
    expect(normalQuantile(probability)).toBeCloseTo(value, 8);
  });

  it("stays at its border beyond it", () => {
    expect(normalQuantile(1)).toBe(normalQuantile(0.97575));
    expect(normalQuantile(0)).toBe(-normalQuantile(1));
  });
});
