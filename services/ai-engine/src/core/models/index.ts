import type { Model } from "../model.ts";
import { breakout } from "./breakout.ts";
import { meanReversion } from "./mean-reversion.ts";
import { momentumLogit } from "./momentum-logit.ts";
import { trendSlope } from "./trend-slope.ts";

/** What fills the four slots, in their order. */
export const MODELS: readonly Model[] = [momentumLogit, meanReversion, trendSlope, breakout];
