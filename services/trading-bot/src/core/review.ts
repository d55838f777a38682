import type { Effect, Skip } from "@quantum/types";
import { close, deskOf, exitSkip, request } from "./act.ts";
import { bindingWord } from "./binding.ts";
import type { EntryDecision } from "./entries.ts";
import type { TradingBotSettings } from "./limits.ts";
import { missingOf } from "./participants.ts";
import { pbaReductions } from "./pba-reduction.ts";
import { pbaReview, type Reviewed } from "./pba-review.ts";
import { saidOf } from "./said.ts";
import { silence } from "./silence.ts";
import { type Cycle, lookUp, type TradingBotState } from "./state.ts";
import { entryRow, exitRow } from "./story.ts";
import type { Words } from "./words.ts";

/**
 * Ends the review of a cycle's proposals: what it asks to be reduced first, then what it leaves of the entries in rank order. Without a
 * review that must come there are no entries; one that is not needed any more is not asked.
 */
export function conclude(state: TradingBotState, cycle: Cycle, settings: TradingBotSettings): Effect[] {
  cycle.phase = "SETTLING";
  const silent = missingOf(cycle.answers, state.roster, "REVIEWING");
  cycle.missing = [...cycle.missing, ...silent];
  cycle.expired ||= silent.length > 0;
  cycle.said = saidOf(cycle.answers, state.roster);
  const word = bindingWord(cycle.answers, "trades.reviewed", state.roster);
  const reductions = word === null ? [] : pbaReductions(deskOf(state, cycle, settings), word);
  const outcomes = cycle.pending.map((entry) => ({ entry, ...outcomeOf(entry, { state, silent, word }) }));
  const wanted = outcomes.filter(({ code }) => code === null).map(({ entry, quantity }) => ({ intent: { ...entry.intent, quantity } }));
  cycle.skips = [...reductions.map(exitSkip), ...cycle.skips, ...outcomes.flatMap(skipOf)];
  const frame = { state, cycle, settings };
  const effects = [
    ...[...reductions, ...wanted].map(({ intent }) => request(state, cycle, intent)),
    ...reductions.map((exit) => exitRow(exit, frame)),
    ...outcomes.map(({ entry, quantity, code, findings }) =>
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

type Outcome = Pick<Reviewed, "quantity" | "code"> & Pick<EntryDecision, "findings"> & { readonly detail: string };

function outcomeOf(
  entry: EntryDecision,
  by: { state: Readonly<TradingBotState>; silent: readonly string[]; word: Words["trades.reviewed"] | null },
): Outcome {
  const { intent, findings } = entry;
  if (by.silent.length > 0) {
    const { code, detail } = silence(by.silent);
    const finding = { rule: "TB-25", passed: false, observed: by.silent.join(", "), limit: "", reason: detail };
    return { quantity: "0", code, findings: [...findings, finding], detail };
  }
  if (by.word === null) return { quantity: intent.quantity, code: null, findings, detail: "" };
  const { quantity, code, finding } = pbaReview(intent, by.word, lookUp(by.state.contracts, intent.symbol));
  return { quantity, code, findings: [...findings, finding], detail: `${finding.rule}: ${finding.reason}` };
}

function skipOf({ entry, code, detail }: Outcome & { entry: EntryDecision }): Skip[] {
  return code === null ? [] : [{ symbol: entry.intent.symbol, code, detail }];
}
