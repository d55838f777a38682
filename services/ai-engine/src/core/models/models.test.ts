import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { FEATURES, type FeatureName, type Features } from "../read-features.ts";
import { breakout } from "./breakout.ts";
import { MODELS } from "./index.ts";
import { meanReversion } from "./mean-reversion.ts";
import { momentumLogit } from "./momentum-logit.ts";
import { trendSlope } from "./trend-slope.ts";

const names = Object.keys(FEATURES) as FeatureName[];
const NEUTRAL = Object.fromEntries(names.map((name) => [name, 0])) as Features;
const when = (changes: Partial<Features>): Features => ({ ...NEUTRAL, atrRatio: 0.002, volatilityRatio: 1, ...changes });

/** The same market turned upside down. */
const TURNED: readonly FeatureName[] = [
  "shortReturn",
  "mediumReturn",
  "longReturn",
  "rsi",
  "direction",
  "band",
  "macd",
  "averageSpread",
  "averageDistance",
  "slope",
  "vwapDistance",
  "aboveChannel",
];

describe("AI-11: momentum", () => {
  it("is even without momentum, and follows it either way", () => {
    expect(momentumLogit.predict(when({})).probabilityUp).toBe(0.5);
    expect(momentumLogit.predict(when({ mediumReturn: 1, macd: 0.2, direction: 0.3 })).probabilityUp).toBeGreaterThan(0.6);
    expect(momentumLogit.predict(when({ mediumReturn: -1, macd: -0.2, direction: -0.3 })).probabilityUp).toBeLessThan(0.4);
  });
});

describe("AI-12: mean reversion", () => {
  it("leans against the move, at an ADX of exactly 25 still, above it not", () => {
    const high = { band: 2, rsi: 0.4 };
    expect(meanReversion.predict(when({ ...high, adx: 25 })).probabilityUp).toBeLessThan(0.3);
    expect(meanReversion.predict(when({ ...high, adx: 25.01 }))).toEqual({ probabilityUp: null, reason: "trend: ADX 25.0 above 25" });
  });

  it("has nothing to say within one deviation", () => {
    expect(meanReversion.predict(when({ band: 1 })).probabilityUp).not.toBeNull();
    expect(meanReversion.predict(when({ band: -0.99 })).probabilityUp).toBeNull();
  });
});

describe("AI-13: trend slope", () => {
  it("follows the slope, at an ADX of exactly 20 already, below it not", () => {
    const rising = { slope: 0.1, averageDistance: 2 };
    expect(trendSlope.predict(when({ ...rising, adx: 20 })).probabilityUp).toBeGreaterThan(0.6);
    expect(trendSlope.predict(when({ ...rising, adx: 19.99 })).probabilityUp).toBeNull();
  });
});

describe("AI-14: breakout", () => {
  it("is silent inside the channel and follows a close beyond it, more so on volume", () => {
    expect(breakout.predict(when({})).probabilityUp).toBeNull();
    const plain = breakout.predict(when({ aboveChannel: 0.2 })).probabilityUp!;
    const heavy = breakout.predict(when({ aboveChannel: 0.2, volume: 2 })).probabilityUp!;
    expect(plain).toBeGreaterThan(0.5);
    expect(heavy).toBeGreaterThan(plain);
    expect(breakout.predict(when({ aboveChannel: -0.2 })).probabilityUp).toBeCloseTo(1 - plain, 6);
  });
});

describe("every baseline", () => {
  const features = fc
    .record(
      Object.fromEntries(names.map((name) => [name, fc.double({ min: -50, max: 50, noNaN: true })])) as Record<
        FeatureName,
        fc.Arbitrary<number>
      >,
    )
    .map((values) => ({ ...values, adx: Math.abs(values.adx) }) as Features);

  it("states a probability within 0.05 and 0.95 or abstains with a reason, for any features", () => {
    fc.assert(
      fc.property(features, (values) => {
        for (const model of MODELS) {
          const { probabilityUp, reason } = model.predict(values);
          if (probabilityUp !== null) {
            expect(probabilityUp).toBeGreaterThanOrEqual(0.05);
            expect(probabilityUp).toBeLessThanOrEqual(0.95);
          }
          expect(reason).not.toBe("");
        }
      }),
    );
  });

  it("has no bias: the market upside down gives the opposite vote", () => {
    fc.assert(
      fc.property(features, (values) => {
        const turned = { ...values, ...Object.fromEntries(TURNED.map((name) => [name, -values[name]])) } as Features;
        for (const model of MODELS) {
          const [up, down] = [model.predict(values).probabilityUp, model.predict(turned).probabilityUp];
          if (up === null) expect(down).toBeNull();
          else expect(up + down!).toBeCloseTo(1, 5);
        }
      }),
    );
  });
});
