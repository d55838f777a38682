import { binds, type Effect, type Intent, type ReasonCode } from "@quantum/types";
import { adviceAbout } from "./advice.ts";
import { type Finding, NAME } from "./desk.ts";
import type { EntryDecision } from "./entries.ts";
import type { ExitDecision } from "./exits.ts";
import type { TradingBotSettings } from "./limits.ts";
import type { Cycle, TradingBotState } from "./state.ts";

/** Rules that let an order pass smaller than it was. */
const SHRINKING = new Set(["TB-22", "TB-23"]);

/** What every story tells beside the decision itself: who spoke, in which mode, and whether the order binds. */
interface Frame {
  readonly state: Readonly<TradingBotState>;
  readonly cycle: Readonly<Cycle>;
  readonly settings: TradingBotSettings;
}

/** The row behind an entry. `code` says why it was only recorded; null when it was asked for. */
export function entryRow(entry: EntryDecision, frame: Frame, code: ReasonCode | null): Effect {
  const { signal, levels, size, rank, intent } = entry;
  const { riskRatio, maxNotionalRatio, stopAtrMultiple, stopMinRatio, stopMaxRatio, takeProfitMultiple } = frame.settings;
  return row(intent, rank, {
    ...frameOf(frame, intent),
    requested: code === null,
    code,
    signal,
    stopAndTarget: { rule: "TB-08", stopAtrMultiple, stopMinRatio, stopMaxRatio, takeProfitMultiple, ...levels },
    sizing: { rule: "TB-09", riskRatio, maxNotionalRatio, leverage: intent.leverage, ...size },
    ...verdictsOf(entry.findings),
  });
}

/** The row behind an exit. */
export function exitRow(exit: ExitDecision, frame: Frame): Effect {
  const { intent, code, trade, findings } = exit;
  const signal = frame.cycle.answers["signals.generated"]?.data.signals.find(({ symbol }) => symbol === intent.symbol) ?? null;
  return row(intent, null, { ...frameOf(frame, intent), requested: true, code, trade: { ...trade }, signal, ...verdictsOf(findings) });
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

function row(intent: Intent, rank: number | null, story: object): Effect {
  const { intentId, tradeId, symbol, purpose, decidedAt } = intent;
  return {
    kind: "store",
    table: "decisions",
    key: intentId,
    row: { at: decidedAt, cycle: decidedAt, trade_id: tradeId, symbol, purpose, rank, story },
  };
}
