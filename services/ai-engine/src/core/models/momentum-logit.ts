import { BASELINES } from "../limits.ts";
import { type Model, probabilityOf, squash } from "../model.ts";

const { gain, mediumReturn, macd, direction } = BASELINES.momentum;

/**
 * AI-11: what rose goes on rising for a while. Time-series momentum (Moskowitz, Ooi and Pedersen, "Time series
 * momentum", 2012) as a fixed logit of return, MACD histogram and directional movement. Holds slot XGB until a learned
 * model does.
 */
export const momentumLogit: Model = {
  slot: "XGB",
  name: "momentum-logit-baseline",
  version: "1",
  learned: false,
  description: "Fixed logit of 12-bar return, MACD histogram and directional movement: recent direction persists.",
  predict(features) {
    const score = mediumReturn * squash(features.mediumReturn) + macd * squash(features.macd) + direction * features.direction;
    return { probabilityUp: probabilityOf(gain * score), reason: `momentum score ${score.toFixed(2)}` };
  },
};
