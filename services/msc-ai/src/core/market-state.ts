import { holdState, loseState } from "./hold-state.ts";
import { JUDGEMENT, LIMITS } from "./limits.ts";
import { PROTOTYPES } from "./prototypes.ts";
import type { MscAiState, SymbolState } from "./state.ts";
import { unknownReason } from "./usable-data.ts";

/**
 * MSC-04: the state of the market is what its breadth says: every judged symbol has one voice, its own state, so one large coin is
 * not the market. Its probabilities are the mean of theirs. With fewer than half of the symbols judged the market is UNKNOWN. In place.
 */
export function judgeMarket(state: MscAiState, closeAt: number): void {
  const judged = state.inCycle.flatMap((symbol) => {
    const known = state.symbols[symbol];
    return known !== undefined && unknownReason(known, closeAt) === null ? [known] : [];
  });
  const { market } = state;
  market.knownRatio = state.inCycle.length === 0 ? 0 : judged.length / state.inCycle.length;
  if (judged.length === 0 || market.knownRatio < LIMITS.leastKnownRatio) {
    market.probabilities = [];
    market.volatilityRatio = null;
    loseState(market.hold);
    return;
  }
  market.probabilities = PROTOTYPES.map((_, i) => mean(judged, (known) => known.probabilities[i] as number));
  market.volatilityRatio = Math.exp(mean(judged, (known) => known.measures.heat));
  const voices = PROTOTYPES.map(({ state: named }) => mean(judged, (known) => (known.hold.state === named ? 1 : 0)));
  holdState(market.hold, voices, JUDGEMENT.marketEnterShare);
}

function mean(judged: readonly SymbolState[], figureOf: (known: SymbolState) => number): number {
  return judged.reduce((sum, known) => sum + figureOf(known), 0) / judged.length;
}
