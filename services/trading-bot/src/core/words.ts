import type {
  AdvisedSize,
  AmplificationAdvice,
  Direction,
  EventData,
  MarketState,
  PositionClass,
  Restraint,
  Verdict,
} from "@quantum/types";

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

/** One calculation of a size, or why there is none. */
export interface SizeWord
  extends Pick<
    AdvisedSize,
    | "symbol"
    | "direction"
    | "outcome"
    | "basis"
    | "kellyFraction"
    | "fractionUsed"
    | "riskUsd"
    | "marginUsd"
    | "leverage"
    | "quantity"
    | "referencePrice"
    | "stopPrice"
    | "takeProfitPrice"
    | "liquidationPrice"
  > {
  /** What did not pass. */
  reason: string;
}

/** Every size of a cycle, all from the same equity. */
export interface SizesWord {
  equityUsd: string | null;
  sizes: SizeWord[];
}

/** What is to be done with one open trade. */
export interface AdviceWord
  extends Pick<
    AmplificationAdvice,
    | "tradeId"
    | "symbol"
    | "direction"
    | "action"
    | "steps"
    | "quantity"
    | "limitPrice"
    | "newStopPrice"
    | "holdUntilBars"
    | "trendExit"
    | "plannedLossBeforeUsd"
    | "plannedLossAfterUsd"
    | "originalRiskUsd"
  > {
  /** Why, or why nothing. */
  reason: string;
}

/** What is to be done with every open trade. */
export interface AmplificationWord {
  profile: string;
  advice: AdviceWord[];
}

/** What the coordinator holds the desk to, and whose word is set aside. */
export interface CoordinationWord {
  restraint: Restraint;
  overrides: EventData<"fleet.coordinated">["overrides"];
  /** Rules that ask for the risk mode, and rules that found modules contradicting each other. */
  verdicts: string[];
  conflicts: string[];
}

/** How far the desk is stopped, and what stops it. */
export interface EmergencyWord {
  level: EventData<"emergency.judged">["level"];
  closing: boolean;
  reason: string;
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
  "sizes.advised": SizesWord;
  "amplification.advised": AmplificationWord;
  "fleet.coordinated": CoordinationWord;
  "emergency.judged": EmergencyWord;
  "trades.reviewed": EventData<"trades.reviewed">;
}

/** Cuts an answer down, by its event name. */
export const WORD_OF: { readonly [T in keyof Words]: (data: EventData<T>) => Words[T] } = {
  "signals.generated": (data) => data,
  "portfolio.valued": (data) => data,
  "policy.set": (data) => data,
  "trades.reviewed": (data) => data,
  "emergency.judged": ({ level, closing, verdicts }) => ({
    level,
    closing,
    reason: verdicts.map(({ rule, reason }) => `${rule} ${reason}`).join("; "),
  }),
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
  "sizes.advised": ({ equityUsd, sizes }) => ({ equityUsd, sizes: sizes.map(sizeWord) }),
  "amplification.advised": ({ profile, advice }) => ({ profile, advice: advice.map(adviceWord) }),
  "fleet.coordinated": ({ restraint, overrides, verdicts, conflicts }) => ({
    restraint,
    overrides,
    verdicts: verdicts.filter(({ passed }) => !passed).map(({ rule, reason }) => `${rule} ${reason}`),
    conflicts: conflicts.map(({ rule, subject, resolution }) => `${rule} ${subject}: ${resolution}`),
  }),
};

function sizeWord({ verdicts, notionalUsd: _n, tpPct: _t, slPct: _s, liquidationDistancePct: _l, ...size }: AdvisedSize): SizeWord {
  return { ...size, reason: inWords(verdicts.filter(({ passed }) => !passed)) };
}

function adviceWord({ verdicts, ...advice }: AmplificationAdvice): AdviceWord {
  // The rule that proposes comes before the one that checks the plan; of a trade nothing is done with, the first obstacle.
  const telling = advice.action === "NO_ACTION" ? verdicts.filter(({ passed }) => !passed).slice(0, 1) : verdicts.slice(-2);
  return { ...advice, reason: inWords(telling) };
}

function inWords(verdicts: readonly Verdict[]): string {
  return verdicts.map(({ rule, reason }) => `${rule} ${reason}`).join("; ");
}

function symbolsOf(members: EventData<"universe.updated">["members"], status: "ACTIVE" | "REDUCE_ONLY"): string[] {
  return members.filter((member) => member.status === status).map(({ symbol }) => symbol);
}
