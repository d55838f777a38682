import type { EventData, Regime } from "@quantum/types";
import type { Hold } from "./hold-state.ts";
import { LIMITS } from "./limits.ts";
import { PERMISSIONS } from "./permissions.ts";
import { KNOWN_STATES } from "./prototypes.ts";
import type { MscAiState } from "./state.ts";
import { unknownReason } from "./usable-data.ts";

/** The newest judgement, read off the state. */
export function judgementOf(state: Readonly<MscAiState>): Omit<EventData<"regime.classified">, "announce"> {
  const { hold, probabilities, volatilityRatio } = state.market;
  const { riskMode, strategies } = PERMISSIONS[hold.state];
  return {
    market: hold.state === "UNKNOWN" ? unknown(hold.sinceBars) : known(hold, probabilities, volatilityRatio),
    symbols: state.inCycle.map((symbol) => ({ symbol, ...regimeOf(state, symbol) })),
    riskMode,
    strategies: [...strategies],
  };
}

/** Why a symbol of the newest cycle is UNKNOWN; null when it is not. */
export function reasonOf(state: Readonly<MscAiState>, symbol: string): string | null {
  return unknownReason(state.symbols[symbol], state.lastCycleAt);
}

function regimeOf(state: Readonly<MscAiState>, symbol: string): Regime {
  const one = state.symbols[symbol];
  if (one === undefined || reasonOf(state, symbol) !== null) return unknown(one?.hold.state === "UNKNOWN" ? one.hold.sinceBars : 0);
  return known(one.hold, one.probabilities, Math.exp(one.measures.heat));
}

function known({ state, sinceBars }: Hold, shares: readonly number[], volatilityRatio: number | null): Regime {
  const probabilities = Object.fromEntries(KNOWN_STATES.map((name, i) => [name, round(shares[i] as number)]));
  return { state, probabilities, sinceBars, volatilityRatio: volatilityRatio === null ? null : round(volatilityRatio) };
}

function unknown(sinceBars: number): Regime {
  return { state: "UNKNOWN", probabilities: {}, sinceBars, volatilityRatio: null };
}

function round(value: number): number {
  return Number(value.toFixed(LIMITS.decimals));
}
