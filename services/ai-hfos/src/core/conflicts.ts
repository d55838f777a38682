import { amplifiedLoser } from "./amplified-loser.ts";
import { amplifiedReduction } from "./amplified-reduction.ts";
import { daringMarket } from "./daring-market.ts";
import type { ConflictRule } from "./picture.ts";
import { policyInEmergency } from "./policy-in-emergency.ts";
import { rankedOutsider } from "./ranked-outsider.ts";
import { sizedOutsider } from "./sized-outsider.ts";

/** Every kind of contradiction between two modules. */
export const CONFLICTS: readonly ConflictRule[] = [
  amplifiedLoser,
  amplifiedReduction,
  daringMarket,
  sizedOutsider,
  rankedOutsider,
  policyInEmergency,
];
