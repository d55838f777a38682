import { closeCycle, isGone, openCycle, partsLeft, waitWake, wordOf } from "@quantum/roster";
import { type Effect, emit, type FleetEvent, type Woken } from "@quantum/types";
import { edgeOf, forgetOldTrades } from "./evidence.ts";
import type { MathematicianSettings } from "./limits.ts";
import { deskOf, sizeOf } from "./size.ts";
import type { MathematicianState } from "./state.ts";

/** A bar opens a cycle; one that is still open then is answered with what there is. */
export function onBars(state: MathematicianState, { data }: FleetEvent<"bars.closed">, settings: MathematicianSettings): Effect[] {
  if (!data.opensCycle || data.closeAt <= state.wait.last) return [];
  const overdue = state.wait.open === null ? [] : answer(state, settings);
  openCycle(state.wait, data.closeAt);
  const answered = answerIfComplete(state, settings);
  return [...overdue, ...(answered.length > 0 ? answered : [waitWake(state.wait, settings.waitMs)])];
}

/** Part of the wait, or all of it, is over. */
export function onWake(state: MathematicianState, input: Woken, settings: MathematicianSettings): Effect[] {
  const left = partsLeft(state.wait, input);
  if (left === null) return [];
  return left > 0 ? [waitWake(state.wait, settings.waitMs, left - 1)] : answer(state, settings);
}

/** Answers once nothing that is needed can still come. */
export function answerIfComplete(state: MathematicianState, settings: MathematicianSettings): Effect[] {
  const { wait, roster } = state;
  if (wait.open === null) return [];
  const signalsCome = wordOf(wait, "signals") === null && !isGone(roster, "ai_engine");
  const portfolioComes = wordOf(wait, "portfolio") === null && !isGone(roster, "portfolio_intelligence");
  return signalsCome || portfolioComes ? [] : answer(state, settings);
}

/** The one answer to the open cycle. Without signals there is nothing to size; without a portfolio everything is refused. */
function answer(state: MathematicianState, settings: MathematicianSettings): Effect[] {
  const cycle = state.wait.open as number;
  const candidates = wordOf(state.wait, "signals");
  const portfolio = wordOf(state.wait, "portfolio");
  const missing = [...(candidates === null ? ["signals.generated"] : []), ...(portfolio === null ? ["portfolio.valued"] : [])];
  forgetOldTrades(state.trades, cycle);
  const edge = edgeOf(state.trades);
  const equityUsd = portfolio?.equityUsd ?? null;
  const desk = deskOf({ edge, equityUsd, market: state, at: cycle, settings });
  const sizes = (candidates ?? []).map((candidate) => sizeOf(candidate, desk));
  closeCycle(state.wait);
  const sized = sizes.filter(({ outcome }) => outcome === "SIZED").length;
  state.last = { cycle, sized, refused: sizes.length - sized, missing, edge };
  return [emit("sizes.advised", { sizes, edge, equityUsd, missing }, cycle)];
}
