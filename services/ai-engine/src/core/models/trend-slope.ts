import { BASELINES } from "../limits.ts";
import { type Model, probabilityOf, squash } from "../model.ts";

const { gain, slope, distance, minAdx } = BASELINES.trendSlope;

/**
 * AI-13: a slope that is steep for the noise around it lasts. The slope of the slow average and the distance from it, in
 * average true ranges, as a fixed logit; silent without a trend. Holds slot NH until a learned model does.
 */
export const trendSlope: Model = {
  slot: "NH",
  name: "trend-slope-baseline",
  version: "1",
  learned: false,
  description: "Fixed logit of the slow average's slope and the distance from it; abstains without a trend.",
  predict(features) {
    if (features.adx < minAdx) return { probabilityUp: null, reason: `no trend: ADX ${features.adx.toFixed(1)} below ${minAdx}` };
    const score = slope * squash(features.slope, 1 / slope + 0.2) + distance * squash(features.averageDistance);
    return { probabilityUp: probabilityOf(gain * score), reason: `trend score ${score.toFixed(2)}` };
  },
};
