import { candidateOf } from "./candidate.ts";
import { filter } from "./filters.ts";
import type { UniverseSettings } from "./limits.ts";
import { assess } from "./refresh.ts";
import type { UniverseState } from "./state.ts";

/** Everything about one symbol, for people: its place, every finding with its figure, and when it came and went. Null: never heard of. */
export function showSymbol(state: Readonly<UniverseState>, symbol: string, settings: UniverseSettings) {
  if (!Object.hasOwn(state.symbols, symbol)) return null;
  const at = state.lastCloseAt;
  const candidate = candidateOf(state, symbol, at);
  const judged = assess(state, at, settings).find((assessment) => assessment.candidate.symbol === symbol);
  return {
    symbol,
    at,
    category: candidate.category,
    sector: candidate.sector,
    member: state.universe?.members.find((member) => member.symbol === symbol) ?? null,
    memberSince: candidate.memberSince,
    reasons: state.universe?.reasons.filter((reason) => reason.symbol === symbol) ?? [],
    scoreNow: judged?.score ?? null,
    partsNow: judged?.parts ?? null,
    filtersNow: filter(candidate, { settings, constrained: state.coreOnly }),
    quoteVolumeEstimated: candidate.day?.estimated ?? null,
    changes: state.symbols[symbol]?.changes ?? [],
  };
}
