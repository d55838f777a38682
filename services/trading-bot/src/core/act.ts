import { binds, type Effect, emit, INTERVAL_MS, type Intent, type ReasonCode, type Skip } from "@quantum/types";
import { type AmplifyDecision, decideAmplifications } from "./amplification.ts";
import { bindingWord } from "./binding.ts";
import { deadlineWake, REVIEW_DEADLINE } from "./deadline.ts";
import { committedUsd, type Desk, occupiedSymbols } from "./desk.ts";
import { decideEntries, type EntryDecision } from "./entries.ts";
import { decideExits, type ExitDecision } from "./exits.ts";
import { openIntent } from "./intents.ts";
import type { TradingBotSettings } from "./limits.ts";
import { type Answers, isReviewed, missingOf } from "./participants.ts";
import { reconcile } from "./reconcile.ts";
import { saidOf } from "./said.ts";
import { silence } from "./silence.ts";
import type { Cycle, TradingBotState } from "./state.ts";
import { entryRow, exitRow } from "./story.ts";

/**
 * Decides a trading cycle with the answers there are: exits first, then what becomes of winners, then entries in rank order. With an answer
 * missing there are no entries, and the cycle is expired. Exits are asked for at once; everything else waits for the review, if somebody
 * reviews.
 */
export function act(state: TradingBotState, cycle: Cycle, settings: TradingBotSettings): Effect[] {
  begin(state, cycle);
  const desk = deskOf(state, cycle, settings);
  const told = cycle.answers["signals.generated"];
  const exits = decideExits(desk, bindingWord(cycle.answers, "signals.generated", state.roster)?.signals ?? []);
  const leaving = exits.map(({ intent }) => request(state, cycle, intent));
  const amplified = decideAmplifications(desk, cycle);
  const { entries, skips } = entriesOf(desk, cycle, exits);
  const wanted = bindingWord(cycle.answers, "signals.generated", state.roster) === null ? [] : entries;
  const unbound = entries.filter((entry) => !wanted.includes(entry));
  const frame = { state, cycle, settings };
  cycle.signals = told?.data.signals.length ?? 0;
  cycle.skips = [...exits.map(exitSkip), ...amplified.skips, ...skips, ...unbound.map(notBinding)];
  cycle.pending = wanted;
  cycle.amplify = amplified.decisions;
  cycle.phase = "REVIEWING";
  const reviewed = !cycle.expired && isReviewed(cycle.answers, state.roster);
  return [
    ...(cycle.expired ? [] : [emit("trades.proposed", { proposals: proposalsOf(amplified.decisions, wanted) }, cycle.at)]),
    ...leaving,
    ...exits.map((exit) => exitRow(exit, frame)),
    ...unbound.map((entry) => entryRow(entry, frame, "NOT_BINDING")),
    ...(reviewed ? [deadlineWake({ name: REVIEW_DEADLINE, cycle: cycle.at }, settings)] : []),
  ];
}

/** What is proposed, best first: winners before newcomers. An addition has no signal of its own, and so no confidence. */
function proposalsOf(amplified: readonly AmplifyDecision[], entries: readonly EntryDecision[]) {
  const additions = amplified.flatMap(({ add }) => (add === null ? [] : [{ confidence: 0, intent: add }]));
  const newcomers = entries.map(({ signal, intent }) => ({ confidence: signal.confidence, intent }));
  return [...additions, ...newcomers].map((proposal, i) => ({ rank: i + 1, ...proposal }));
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
  cycle.amplify = [];
}

/** What the rules of this cycle look at. */
export function deskOf(state: TradingBotState, cycle: Cycle, settings: TradingBotSettings): Desk & { readonly occupied: Set<string> } {
  const portfolio = bindingWord(cycle.answers, "portfolio.valued", state.roster);
  return {
    at: cycle.at,
    intervalMs: INTERVAL_MS[cycle.interval],
    settings,
    state,
    portfolio,
    words: wordsOf(cycle.answers, state),
    closes: cycle.closes,
    occupied: occupiedSymbols(state, portfolio),
    committed: { usd: committedUsd(state, portfolio) },
  };
}

/** What modules say that bind. What pal says counts only as far as the coordinator lets it. */
function wordsOf(answers: Answers, { roster }: Readonly<TradingBotState>): Desk["words"] {
  const restraint = bindingWord(answers, "fleet.coordinated", roster)?.restraint ?? null;
  return {
    universe: bindingWord(answers, "universe.updated", roster),
    ranking: bindingWord(answers, "opportunities.ranked", roster),
    policy: bindingWord(answers, "policy.set", roster),
    emergency: bindingWord(answers, "emergency.judged", roster),
    sizes: bindingWord(answers, "sizes.advised", roster),
    amplification: restraint?.allowAmplification === false ? null : bindingWord(answers, "amplification.advised", roster),
    restraint,
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
