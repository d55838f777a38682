import type { Effect, Intent, ReasonCode, Skip } from "@quantum/types";
import { close, deskOf, exitSkip, request } from "./act.ts";
import { type AmplifyDecision, secures } from "./amplification.ts";
import { bindingWord } from "./binding.ts";
import type { EntryDecision } from "./entries.ts";
import type { ExitDecision } from "./exits.ts";
import type { TradingBotSettings } from "./limits.ts";
import { missingOf } from "./participants.ts";
import { pbaReductions } from "./pba-reduction.ts";
import { pbaReview, type Reviewed } from "./pba-review.ts";
import { saidOf } from "./said.ts";
import { silence } from "./silence.ts";
import { type Cycle, lookUp, type TradingBotState } from "./state.ts";
import { amplifyRow, entryRow, exitRow, type Frame } from "./story.ts";
import type { Words } from "./words.ts";

/**
 * Ends the review of a cycle's proposals: what it asks to be reduced first, then winners, then what it leaves of the entries in rank order.
 * Without a review that must come nothing is entered or added; one that is not needed any more is not asked.
 */
export function conclude(state: TradingBotState, cycle: Cycle, settings: TradingBotSettings): Effect[] {
  cycle.phase = "SETTLING";
  const silent = cycle.expired ? [] : missingOf(cycle.answers, state.roster, "REVIEWING");
  cycle.missing = [...cycle.missing, ...silent];
  cycle.expired ||= silent.length > 0;
  cycle.said = saidOf(cycle.answers, state.roster);
  const word = bindingWord(cycle.answers, "trades.reviewed", state.roster);
  const reductions = word === null ? [] : pbaReductions(deskOf(state, cycle, settings), word);
  const by = { state, silent, word };
  const frame = { state, cycle, settings };
  const entries = cycle.pending.map((entry) => ({ entry, ...outcomeOf(entry, by) }));
  const wanted = entries.filter(({ code }) => code === null).map(({ entry, quantity }) => ({ intent: { ...entry.intent, quantity } }));
  const amplify = cycle.amplify.filter(({ trade }) => !isReduced(trade.tradeId, reductions));
  cycle.skips = [...reductions.map(exitSkip), ...cycle.skips, ...entries.flatMap(skipOf)];
  const effects = [
    ...reductions.map(({ intent }) => request(state, cycle, intent)),
    ...amplify.flatMap((decision) => amplifyEffects(decision, frame, by)),
    ...wanted.map(({ intent }) => request(state, cycle, intent)),
    ...reductions.map((exit) => exitRow(exit, frame)),
    ...entries.map(({ entry, quantity, code, findings }) =>
      entryRow(
        { ...entry, intent: { ...entry.intent, quantity: code === null ? quantity : entry.intent.quantity }, findings },
        frame,
        code,
      ),
    ),
  ];
  close(cycle);
  return effects;
}

interface By {
  readonly state: TradingBotState;
  readonly silent: readonly string[];
  readonly word: Words["trades.reviewed"] | null;
}

/** What is asked for with one winner. Size that may not be added needs no nearer stop either. */
function amplifyEffects(decision: AmplifyDecision, frame: Frame, by: By): Effect[] {
  const { state, cycle } = frame;
  const { add, protect, reduce } = decision;
  if (reduce) return [request(state, cycle, reduce.intent), exitRow(reduce, frame)];
  if (add === null && by.silent.length > 0 && !secures(decision.advice)) return [];
  if (add === null) return protect ? [request(state, cycle, protect), amplifyRow(decision, { intent: protect, code: null }, frame)] : [];
  const { quantity, code, findings, detail } = outcomeOf({ intent: add, findings: decision.findings }, by);
  const decided = { ...decision, findings };
  if (code !== null) {
    cycle.skips.push({ symbol: add.symbol, code, detail });
    return [amplifyRow(decided, { intent: add, code }, frame)];
  }
  const intent = { ...add, quantity };
  const row = amplifyRow(decided, { intent, code: null }, frame);
  if (protect === null) return [request(state, cycle, intent), row];
  cycle.additions[protect.intentId] = { intent, row };
  const moving = { ...protect, addition: intent };
  return [request(state, cycle, moving), amplifyRow(decided, { intent: moving, code: null }, frame)];
}

function isReduced(tradeId: string, reductions: readonly ExitDecision[]): boolean {
  return reductions.some(({ trade }) => trade.tradeId === tradeId);
}

type Outcome = Pick<Reviewed, "quantity" | "code"> & Pick<EntryDecision, "findings"> & { readonly detail: string };

function outcomeOf(proposal: { readonly intent: Intent; readonly findings: EntryDecision["findings"] }, by: By): Outcome {
  const { intent, findings } = proposal;
  if (by.silent.length > 0) {
    const { code, detail } = silence(by.silent);
    const finding = { rule: "TB-25", passed: false, observed: by.silent.join(", "), limit: "", reason: detail };
    return { quantity: "0", code, findings: [...findings, finding], detail };
  }
  if (by.word === null) return { quantity: intent.quantity, code: null, findings, detail: "" };
  const { quantity, code, finding } = pbaReview(intent, by.word, lookUp(by.state.contracts, intent.symbol));
  return { quantity, code, findings: [...findings, finding], detail: `${finding.rule}: ${finding.reason}` };
}

function skipOf({ entry, code, detail }: { entry: EntryDecision; code: ReasonCode | null; detail: string }): Skip[] {
  return code === null ? [] : [{ symbol: entry.intent.symbol, code, detail }];
}
