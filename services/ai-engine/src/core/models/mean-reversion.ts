import { BASELINES } from "../limits.ts";
import { type Model, probabilityOf, squash } from "../model.ts";

const { gain, band, strength, maxAdx, minBand } = BASELINES.meanReversion;

/**
 * AI-12: in a range, what went too far comes back. Short-term reversal (Jegadeesh, "Evidence of predictable behavior of
 * security returns", 1990) as a fixed logit of Bollinger position and relative strength; silent in a trend. Holds slot
 * LGBM until a learned model does.
 */
export const meanReversion: Model = {
  slot: "LGBM",
  name: "mean-reversion-baseline",
  version: "1",
  learned: false,
  description: "Fixed logit of Bollinger position and relative strength, against the move; abstains in a trend.",
  predict(features) {
    if (features.adx > maxAdx) return { probabilityUp: null, reason: `trend: ADX ${features.adx.toFixed(1)} above ${maxAdx}` };
    if (Math.abs(features.band) < minBand)
      return { probabilityUp: null, reason: `nothing to revert: ${features.band.toFixed(2)} deviations` };
    const score = -(band * squash(features.band) + strength * features.rsi);
    return { probabilityUp: probabilityOf(gain * score), reason: `reversion score ${score.toFixed(2)}` };
  },
};
