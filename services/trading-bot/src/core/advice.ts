import type { Direction, Intent, Mode } from "@quantum/types";
import type { Answers, AnswerType } from "./participants.ts";
import type { Said } from "./said.ts";
import { lookUp } from "./state.ts";
import type { Words } from "./words.ts";

/** What one module said about one order. */
export interface Advice {
  service: string;
  mode: Mode | null;
  binding: boolean;
  about: unknown;
}

/** What every module had said about an order when it was decided. */
export function adviceAbout(intent: Intent, answers: Answers, said: readonly Said[]): Advice[] {
  return said
    .filter(({ answer }) => Object.hasOwn(ABOUT, answer))
    .map(({ service, answer, mode, binding }) => {
      const given = answers[answer];
      const tell = ABOUT[answer as ModuleAnswer] as (word: unknown, intent: Intent) => unknown;
      return { service, mode, binding, about: given ? tell(given.data, intent) : null };
    });
}

type ModuleAnswer = Exclude<AnswerType, "signals.generated" | "portfolio.valued">;

const ABOUT: { readonly [T in ModuleAnswer]: (word: Words[T], intent: Intent) => unknown } = {
  "regime.classified": ({ market, riskMode, symbols }, { symbol }) => ({ market, riskMode, symbol: lookUp(symbols, symbol) }),
  "universe.updated": ({ active, reduceOnly, left }, { symbol }) => ({
    status: active.includes(symbol) ? "ACTIVE" : reduceOnly.includes(symbol) ? "REDUCE_ONLY" : "OUT",
    code: lookUp(left, symbol),
  }),
  "opportunities.ranked": ({ limit, places }, intent) => ({
    limit,
    place: places.find(({ symbol, direction }) => symbol === intent.symbol && direction === directionOf(intent)) ?? null,
  }),
  "policy.set": (policy) => policy,
  "positions.classified": ({ positions }, { tradeId }) => positions.find((position) => position.tradeId === tradeId) ?? null,
  "sizes.advised": ({ sizes }, intent) =>
    sizes.find(({ symbol, direction }) => symbol === intent.symbol && direction === directionOf(intent)) ?? null,
  "amplification.advised": ({ profile, advice }, { tradeId }) => {
    const about = advice.find((one) => one.tradeId === tradeId);
    return about ? { profile, ...about } : null;
  },
  "fleet.coordinated": (coordinated) => coordinated,
  "emergency.judged": (emergency) => emergency,
  "trades.reviewed": ({ reviews, reductions }, { intentId, tradeId }) => ({
    review: reviews.find((review) => review.intentId === intentId) ?? null,
    reductions: reductions.filter((reduction) => reduction.tradeId === tradeId),
  }),
};

function directionOf({ purpose, side }: Intent): Direction {
  const opens = purpose === "ENTRY" || purpose === "ADD";
  return (side === "BUY") === opens ? "LONG" : "SHORT";
}
