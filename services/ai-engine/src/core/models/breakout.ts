import { BASELINES } from "../limits.ts";
import { type Model, probabilityOf, squash } from "../model.ts";

const { gain, beyond, base, volume } = BASELINES.breakout;

/**
 * AI-14: a close beyond the channel of the 20 bars before goes on, the more so on unusual volume (Donchian's rule).
 * Silent inside the channel. Holds slot PT until a learned model does.
 */
export const breakout: Model = {
  slot: "PT",
  name: "breakout-baseline",
  version: "1",
  learned: false,
  description: "Fixed logit of how far the close lies beyond the 20-bar channel, weighted by volume; abstains inside it.",
  predict(features) {
    if (features.aboveChannel === 0) return { probabilityUp: null, reason: "inside the channel" };
    const weight = Math.max(0, base + volume * squash(features.volume));
    const push = Math.sign(features.aboveChannel) * (0.5 + beyond * squash(Math.abs(features.aboveChannel), 1.5));
    const score = weight * push;
    return { probabilityUp: probabilityOf(gain * score), reason: `breakout score ${score.toFixed(2)}` };
  },
};
