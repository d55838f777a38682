import { binds, type Intent, type ReasonCode, type StoreEffect } from "@quantum/types";
import { adviceAbout } from "./advice.ts";
import type { AmplifyDecision } from "./amplification.ts";
import { type Finding, NAME } from "./desk.ts";
import type { EntryDecision } from "./entries.ts";
import type { ExitDecision } from "./exits.ts";
import type { TradingBotSettings } from "./limits.ts";
import type { Cycle, TradingBotState } from "./state.ts";

/** Rules that let an order pass smaller than it was. */
const SHRINKING = new Set(["TB-22", "TB-23", "TB-31"]);

/** What every story tells beside the decision itself: who spoke, in which mode, and whether the order binds. */
export interface Frame {
  readonly state: TradingBotState;
  readonly cycle: Cycle;
  readonly settings: TradingBotSettings;
}

/** The row behind an entry. `code` says why it was only recorded; null when it was asked for. */
export function entryRow(entry: EntryDecision, frame: Frame, code: ReasonCode | null): StoreEffect {
  const { signal, levels, size, rank, intent, calculation } = entry;
  const { riskRatio, maxNotionalRatio, stopAtrMultiple, stopMinRatio, stopMaxRatio, takeProfitMultiple } = frame.settings;
  const own = { stopAtrMultiple, stopMinRatio, stopMaxRatio, takeProfitMultiple };
  return row(intent, rank, {
    ...frameOf(frame, intent),
    requested: code === null,
    code,
    signal,
    stopAndTarget: { ...(calculation ? { rule: "TB-26" } : { rule: "TB-08", ...own }), ...levels },
    sizing: {
      ...(calculation ? { rule: "TB-26", calculation } : { rule: "TB-09", riskRatio, maxNotionalRatio }),
      leverage: intent.leverage,
      ...size,
    },
    ...verdictsOf(entry.findings),
  });
}

/** The row behind an exit. */
export function exitRow(exit: ExitDecision, frame: Frame): StoreEffect {
  const { intent, code, trade, findings } = exit;
  const signal = frame.cycle.answers["signals.generated"]?.data.signals.find(({ symbol }) => symbol === intent.symbol) ?? null;
  return row(intent, null, { ...frameOf(frame, intent), requested: true, code, trade: { ...trade }, signal, ...verdictsOf(findings) });
}

/** The row behind a stop that is moved, a target that is taken off, or size that is added. `code` says why it was not asked for. */
export function amplifyRow(
  { trade, advice, findings }: AmplifyDecision,
  { intent, code }: { intent: Intent; code: ReasonCode | null },
  frame: Frame,
): StoreEffect {
  const { action, steps, plannedLossBeforeUsd, plannedLossAfterUsd, originalRiskUsd } = advice;
  const amplification = { rule: "TB-34", action, steps, plannedLossBeforeUsd, plannedLossAfterUsd, originalRiskUsd };
  const story = { ...frameOf(frame, intent), requested: code === null, code, signal: null, trade: { ...trade }, amplification };
  return row(intent, null, { ...story, ...verdictsOf(findings) });
}

function frameOf({ state, cycle }: Frame, intent: Intent) {
  const spoke = cycle.said.map(({ service, answer, mode, binding }) => ({ service, answer, mode, binding }));
  const participants = [...spoke, { service: NAME, answer: null, mode: state.mode, binding: binds(state.mode) }];
  const advice = adviceAbout(intent, cycle.answers, cycle.said);
  return { intent, binding: binds(state.mode), kind: cycle.kind, participants, advice, missing: cycle.missing };
}

/** Every rule that was asked, and the one that decided: the last that did not let it pass, or that made it smaller. */
function verdictsOf(findings: readonly Finding[]) {
  const rules = findings.map((finding) => ({ module: NAME, ...finding }));
  const decidedBy = rules.findLast(({ rule, passed, observed, limit }) => !passed || (SHRINKING.has(rule) && observed !== limit)) ?? null;
  return { rules, decidedBy };
}

function row(intent: Intent, rank: number | null, story: object): StoreEffect {
  const { intentId, tradeId, symbol, purpose, decidedAt } = intent;
  return {
    kind: "store",
    table: "decisions",
    key: intentId,
    row: { at: decidedAt, cycle: decidedAt, trade_id: tradeId, symbol, purpose, rank, story },
  };
}
