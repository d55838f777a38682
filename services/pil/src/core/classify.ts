import { type Case, verdictOf } from "./case.ts";
import { momentumOf, rangeOf } from "./history.ts";
import type { PilSettings } from "./limits.ts";
import { RULES } from "./rules.ts";
import type { ClassifiedPosition, PastR } from "./state.ts";

/** What a position is, by the first class that applies, with the figures it rests on. */
export function classify(position: Case["position"], history: readonly PastR[], settings: PilSettings): ClassifiedPosition {
  const { tradeId, symbol, rMultiple, maxFavourableR, maxAdverseR, ageBars } = position;
  const momentumR = rMultiple === null ? null : momentumOf(history, ageBars, rMultiple);
  const rangeR = rMultiple === null ? null : rangeOf(history, ageBars, rMultiple);
  for (const rule of RULES) {
    const finding = rule.applies({ position, momentumR, rangeR, settings });
    if (finding === null) continue;
    const verdict = verdictOf(rule.id, finding);
    return { tradeId, symbol, class: rule.class, rMultiple, maxFavourableR, maxAdverseR, ageBars, momentumR, verdict };
  }
  throw new Error("the last class applies to everything");
}
