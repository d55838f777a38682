import { binds, type Effect, emit, INTERVAL_MS, type Intent, type Skip } from "@quantum/types";
import { bindingWord } from "./binding.ts";
import { type Desk, occupiedSymbols } from "./desk.ts";
import { decideEntries } from "./entries.ts";
import { decideExits, type ExitDecision } from "./exits.ts";
import { openIntent } from "./intents.ts";
import type { TradingBotSettings } from "./limits.ts";
import { missingOf, saidOf } from "./participants.ts";
import { reconcile } from "./reconcile.ts";
import type { Cycle, TradingBotState } from "./state.ts";
import { entryRow, exitRow } from "./story.ts";

/**
 * Decides a trading cycle with the answers there are: exits first, then entries in rank order. With an answer missing there are no
 * entries, and the cycle is expired. Afterwards it waits for the end of every order it asked for.
 */
export function act(state: TradingBotState, cycle: Cycle, settings: TradingBotSettings): Effect[] {
  begin(cycle);
  const portfolio = bindingWord(cycle.answers["portfolio.valued"]);
  if (portfolio) reconcile(state, portfolio, cycle);
  const desk = deskOf(state, cycle, settings);
  const told = cycle.answers["signals.generated"];
  const exits = decideExits(desk, bindingWord(told)?.signals ?? []);
  const leaving = new Set(exits.map(({ intent }) => intent.symbol));
  const signals = (told?.data.signals ?? []).filter(({ symbol }) => !leaving.has(symbol));
  const { entries, skips } = cycle.expired
    ? { entries: [], skips: signals.filter(({ side }) => side !== "NONE").map(({ symbol }) => expiredSkip(symbol, cycle)) }
    : decideEntries(desk, signals);
  const frame = { state, cycle, settings };
  const wanted = bindingWord(told) === null ? [] : entries;
  cycle.signals = told?.data.signals.length ?? 0;
  cycle.skips = [...exits.map(exitSkip), ...skips, ...entries.filter((entry) => !wanted.includes(entry)).map(notBinding)];
  const proposals = wanted.map(({ rank, signal, intent }) => ({ rank, confidence: signal.confidence, intent }));
  const effects: Effect[] = [
    ...(cycle.expired ? [] : [emit("trades.proposed", { proposals }, cycle.at)]),
    ...[...exits, ...wanted].map(({ intent }) => request(state, cycle, intent)),
    ...exits.map((exit) => exitRow(exit, frame)),
    ...entries.map((entry) => entryRow(entry, frame, wanted.includes(entry) ? null : "NOT_BINDING")),
  ];
  cycle.answers = {};
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

function begin(cycle: Cycle): void {
  cycle.phase = "SETTLING";
  cycle.missing = missingOf(cycle.answers);
  cycle.expired = cycle.missing.length > 0;
  cycle.said = saidOf(cycle.answers);
}

function deskOf(state: TradingBotState, cycle: Cycle, settings: TradingBotSettings): Desk & { readonly occupied: Set<string> } {
  const portfolio = bindingWord(cycle.answers["portfolio.valued"]);
  const occupied = occupiedSymbols(state, portfolio);
  return { at: cycle.at, intervalMs: INTERVAL_MS[cycle.interval], settings, state, portfolio, closes: cycle.closes, occupied };
}

function request(state: TradingBotState, cycle: Cycle, intent: Intent): Effect {
  state.intents[intent.intentId] = openIntent(intent);
  cycle.requested.push(intent.intentId);
  return emit("order.requested", { intent, binding: binds(state.mode) }, cycle.at);
}

function exitSkip({ intent, code }: ExitDecision): Skip {
  return { symbol: intent.symbol, code, detail: intent.reason };
}

function expiredSkip(symbol: string, { missing }: Cycle): Skip {
  return { symbol, code: "CYCLE_EXPIRED", detail: `no answer from ${missing.join(", ")}` };
}

function notBinding({ intent }: { intent: Intent }): Skip {
  return { symbol: intent.symbol, code: "NOT_BINDING", detail: `TB-13: recorded only as decision ${intent.intentId}` };
}
