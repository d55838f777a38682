import type { Direction, EventData, MarketState, PositionClass } from "@quantum/types";

/** Who may be traded. `left`: why the others are out, by symbol. */
export interface UniverseWord {
  active: string[];
  reduceOnly: string[];
  left: Record<string, string>;
  refreshedAt: number;
}

/** One place in the ranking. */
export interface RankedPlace {
  rank: number;
  symbol: string;
  direction: Direction;
  score: number;
  expectedValueBps: number;
}

/** Every candidate with its worth; the places up to `limit` may be traded. */
export interface RankingWord {
  limit: number;
  places: RankedPlace[];
}

/** The state of the market and of each symbol. */
export interface RegimeWord {
  market: MarketState;
  riskMode: string;
  symbols: Record<string, MarketState>;
}

/** What each open position is. */
export interface ClassesWord {
  positions: { tradeId: string; symbol: string; class: PositionClass; rMultiple: number | null }[];
}

/** What is kept of each answer: enough to decide by and to tell the story, and small, because it is saved with every step of a cycle. */
export interface Words {
  "signals.generated": EventData<"signals.generated">;
  "portfolio.valued": EventData<"portfolio.valued">;
  "regime.classified": RegimeWord;
  "universe.updated": UniverseWord;
  "opportunities.ranked": RankingWord;
  "policy.set": EventData<"policy.set">;
  "positions.classified": ClassesWord;
  "trades.reviewed": EventData<"trades.reviewed">;
}

/** Cuts an answer down, by its event name. */
export const WORD_OF: { readonly [T in keyof Words]: (data: EventData<T>) => Words[T] } = {
  "signals.generated": (data) => data,
  "portfolio.valued": (data) => data,
  "policy.set": (data) => data,
  "trades.reviewed": (data) => data,
  "regime.classified": ({ market, riskMode, symbols }) => ({
    market: market.state,
    riskMode,
    symbols: Object.fromEntries(symbols.map(({ symbol, state }) => [symbol, state])),
  }),
  "universe.updated": ({ members, reasons, refreshedAt }) => ({
    active: symbolsOf(members, "ACTIVE"),
    reduceOnly: symbolsOf(members, "REDUCE_ONLY"),
    left: Object.fromEntries(reasons.filter(({ included }) => !included).map(({ symbol, code }) => [symbol, code])),
    refreshedAt,
  }),
  "opportunities.ranked": ({ opportunities, limit }) => ({
    limit,
    places: opportunities.map(({ rank, symbol, direction, score, expectedValueBps }) => ({
      rank,
      symbol,
      direction,
      score,
      expectedValueBps,
    })),
  }),
  "positions.classified": ({ positions }) => ({
    positions: positions.map(({ tradeId, symbol, class: kind, rMultiple }) => ({ tradeId, symbol, class: kind, rMultiple })),
  }),
};

function symbolsOf(members: EventData<"universe.updated">["members"], status: "ACTIVE" | "REDUCE_ONLY"): string[] {
  return members.filter((member) => member.status === status).map(({ symbol }) => symbol);
}
