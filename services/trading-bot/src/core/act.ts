import { binds, type Effect, emit, INTERVAL_MS, type Intent, type ReasonCode, type Skip } from "@quantum/types";
import { bindingWord } from "./binding.ts";
import { deadlineWake, REVIEW_DEADLINE } from "./deadline.ts";
import { type Desk, occupiedSymbols } from "./desk.ts";
import { decideEntries, type EntryDecision } from "./entries.ts";
import { decideExits, type ExitDecision } from "./exits.ts";
import { openIntent } from "./intents.ts";
import type { TradingBotSettings } from "./limits.ts";
import { isReviewed, missingOf } from "./participants.ts";
import { reconcile } from "./reconcile.ts";
import { saidOf } from "./said.ts";
import { silence } from "./silence.ts";
import type { Cycle, TradingBotState } from "./state.ts";
import { entryRow, exitRow } from "./story.ts";

/**
 * Decides a trading cycle with the answers there are: exits first, then entries in rank order. With an answer missing there are no
 * entries, and the cycle is expired. Proposals that somebody reviews wait for the review; then, or else at once, the cycle waits for the end of
 * every order it asked for.
 */
export function act(state: TradingBotState, cycle: Cycle, settings: TradingBotSettings): Effect[] {
  begin(state, cycle);
  const desk = deskOf(state, cycle, settings);
  const told = cycle.answers["signals.generated"];
  const exits = decideExits(desk, bindingWord(cycle.answers, "signals.generated", state.roster)?.signals ?? []);
  const { entries, skips } = entriesOf(desk, cycle, exits);
  const wanted = bindingWord(cycle.answers, "signals.generated", state.roster) === null ? [] : entries;
  const unbound = entries.filter((entry) => !wanted.includes(entry));
  const frame = { state, cycle, settings };
  cycle.signals = told?.data.signals.length ?? 0;
  cycle.skips = [...exits.map(exitSkip), ...skips, ...unbound.map(notBinding)];
  cycle.pending = wanted;
  const proposals = wanted.map(({ rank, signal, intent }) => ({ rank, confidence: signal.confidence, intent }));
  const reviewed = !cycle.expired && isReviewed(state.roster);
  cycle.phase = reviewed ? "REVIEWING" : "SETTLING";
  const effects: Effect[] = [
    ...(cycle.expired ? [] : [emit("trades.proposed", { proposals }, cycle.at)]),
    ...[...exits, ...(reviewed ? [] : wanted)].map(({ intent }) => request(state, cycle, intent)),
    ...exits.map((exit) => exitRow(exit, frame)),
    ...unbound.map((entry) => entryRow(entry, frame, "NOT_BINDING")),
    ...(reviewed
      ? [deadlineWake({ name: REVIEW_DEADLINE, cycle: cycle.at }, settings)]
      : wanted.map((entry) => entryRow(entry, frame, null))),
  ];
  if (!reviewed) close(cycle);
  return effects;
}

/** Looks after stops between two trading cycles. */
export function watchStops(state: TradingBotState, cycle: Cycle, settings: TradingBotSettings): Effect[] {
  cycle.phase = "SETTLING";
  const exits = decideExits(deskOf(state, cycle, settings), []);
  cycle.skips = exits.map(exitSkip);
  const frame = { state, cycle, settings };
  return [...exits.map(({ intent }) => request(state, cycle, intent)), ...exits.map((exit) => exitRow(exit, frame))];
}

/** Nothing of what was said is needed any more. */
export function close(cycle: Cycle): void {
  cycle.answers = {};
  cycle.pending = [];
}

/** What the rules of this cycle look at. */
export function deskOf(state: TradingBotState, cycle: Cycle, settings: TradingBotSettings): Desk & { readonly occupied: Set<string> } {
  const { answers } = cycle;
  const portfolio = bindingWord(answers, "portfolio.valued", state.roster);
  return {
    at: cycle.at,
    intervalMs: INTERVAL_MS[cycle.interval],
    settings,
    state,
    portfolio,
    words: {
      universe: bindingWord(answers, "universe.updated", state.roster),
      ranking: bindingWord(answers, "opportunities.ranked", state.roster),
      policy: bindingWord(answers, "policy.set", state.roster),
    },
    closes: cycle.closes,
    occupied: occupiedSymbols(state, portfolio),
  };
}

/** Asks for an order. */
export function request(state: TradingBotState, cycle: Cycle, intent: Intent): Effect {
  state.intents[intent.intentId] = openIntent(intent);
  cycle.requested.push(intent.intentId);
  return emit("order.requested", { intent, binding: binds(state.mode) }, cycle.at);
}

/** The line of a trade that is left. */
export function exitSkip({ intent, code }: ExitDecision): Skip {
  return { symbol: intent.symbol, code, detail: intent.reason };
}

function begin(state: TradingBotState, cycle: Cycle): void {
  cycle.missing = missingOf(cycle.answers, state.roster, "DECIDING");
  cycle.expired = cycle.missing.length > 0;
  cycle.said = saidOf(cycle.answers, state.roster);
  const portfolio = bindingWord(cycle.answers, "portfolio.valued", state.roster);
  if (portfolio) reconcile(state, portfolio, cycle);
}

function entriesOf(desk: ReturnType<typeof deskOf>, cycle: Cycle, exits: readonly ExitDecision[]) {
  const leaving = new Set(exits.map(({ intent }) => intent.symbol));
  const told = cycle.answers["signals.generated"]?.data.signals ?? [];
  const signals = told.filter(({ symbol }) => !leaving.has(symbol));
  if (!cycle.expired) return decideEntries(desk, signals);
  const { code, detail } = silence(cycle.missing) as { code: ReasonCode; detail: string };
  const skips = signals.filter(({ side }) => side !== "NONE").map(({ symbol }): Skip => ({ symbol, code, detail }));
  return { entries: [] as EntryDecision[], skips };
}

function notBinding({ intent }: { intent: Intent }): Skip {
  return { symbol: intent.symbol, code: "NOT_BINDING", detail: `TB-13: recorded only as decision ${intent.intentId}` };
}
