import { adviceInWords } from "./advice-in-words.ts";
import type { Row } from "./ledger-source.ts";
import { figure, money, type Told } from "./telling.ts";

interface Verdict {
  readonly module: string;
  readonly rule: string;
  readonly passed: boolean;
  readonly observed: unknown;
  readonly limit: unknown;
  readonly reason: string;
}

interface Advice extends Told {
  readonly about: unknown;
}

interface DecisionStory {
  readonly requested: boolean;
  readonly binding: boolean;
  readonly code: string | null;
  readonly signal: Signal | null;
  readonly trade?: { readonly barsHeld: number; readonly direction: string };
  readonly amplification?: Readonly<Record<string, unknown>>;
  readonly stopAndTarget?: Readonly<Record<string, unknown>>;
  readonly sizing?: Readonly<Record<string, unknown>>;
  readonly participants: readonly Told[];
  readonly advice?: readonly Advice[];
  readonly missing: readonly string[];
  readonly rules: readonly Verdict[];
  readonly decidedBy?: Verdict | null;
  readonly intent: { readonly quantity: string; readonly side: string; readonly reason: string };
}

interface Signal {
  readonly side: string;
  readonly confidence: number;
  readonly votes: readonly { readonly slot: string; readonly probabilityUp: number | null; readonly reason: string }[];
}

/** How an order was decided. `cycle`: its row, where what came late stands too. */
export function decisionLines(decision: Row, cycle: Row | null): string[] {
  const story = decision.story as DecisionStory;
  const own = story.participants.find(({ service }) => service === "trading_bot");
  return [
    ...signalLines(story.signal),
    ...adviceLines(adviceOf(story, cycle)),
    ...sizingLines(story, decision.rank),
    ...rulesLines(story),
    `  trading_bot (${own?.mode ?? "?"}): ${outcomeOf(story)}`,
  ];
}

/** A line for each service that spoke: its mode, whether its word counted, and what it said. */
export function adviceLines(advice: readonly Advice[]): string[] {
  return advice.map(({ service, mode, binding, late, about }) => {
    const how = mode === null ? "silent" : `${mode}${binding ? "" : ", recorded only"}${late ? ", after the decision" : ""}`;
    const said = about === null || about === undefined ? "" : `: ${adviceInWords(service, about)}`;
    return `  ${service} (${how})${said}`;
  });
}

function signalLines(signal: Signal | null): string[] {
  if (signal === null) return [];
  const votes = signal.votes.map(({ slot, probabilityUp, reason }) =>
    probabilityUp === null ? `${slot} abstained (${reason})` : `${slot} ${Math.round(probabilityUp * 100)} % up`,
  );
  return [`  signal: ${signal.side} with confidence ${signal.confidence.toFixed(3)}; votes: ${votes.join(", ") || "none"}`];
}

/** What was known at the decision, and what modules said later. */
function adviceOf(story: DecisionStory, cycle: Row | null): Advice[] {
  const known = story.advice ?? [];
  const core = story.participants.filter(({ service }) => service !== "trading_bot" && !known.some((one) => one.service === service));
  const late = ((cycle?.participants as Told[] | undefined) ?? []).filter(
    (one) => one.late && !known.some(({ service, mode }) => service === one.service && mode !== null),
  );
  const without = known.filter((one) => !late.some(({ service }) => service === one.service));
  return [
    ...core.filter((one) => !late.some(({ service }) => service === one.service)).map((one) => ({ ...one, about: null })),
    ...without,
    ...late.map((one) => ({ ...one, about: one.word ?? null })),
  ];
}

function sizingLines({ stopAndTarget: levels, sizing, trade, amplification }: DecisionStory, rank: unknown): string[] {
  if (trade) return [`  held: ${trade.direction} for ${trade.barsHeld} bars`, ...amplificationLines(amplification)];
  if (!levels || !sizing) return [];
  const risk = `${money(sizing.riskUsd)} at risk of ${money(sizing.equityUsd)}`;
  const calculation = sizing.calculation as Readonly<Record<string, unknown>> | undefined;
  const basis = calculation ? ` on basis ${calculation.basis}` : "";
  return [
    `  rank ${rank}; ${levels.rule}: price ${figure(levels.referencePrice)}, stop ${figure(levels.stopPrice)}, target ${figure(levels.takeProfitPrice)}`,
    `  ${sizing.rule}: ${risk}${basis} gives ${figure(sizing.quantity)} (${money(sizing.notionalUsd)}), leverage ${sizing.leverage}`,
  ];
}

function amplificationLines(amplification: DecisionStory["amplification"]): string[] {
  if (!amplification) return [];
  const { rule, action, plannedLossBeforeUsd: before, plannedLossAfterUsd: after, originalRiskUsd: original } = amplification;
  return [`  ${rule}: ${action}; loss at the stop ${money(before)} before, ${money(after)} after, ${money(original)} risked originally`];
}

function rulesLines({ rules, decidedBy }: DecisionStory): string[] {
  const passed = rules.filter((rule) => rule.passed).map(({ rule }) => rule);
  const decided = decidedBy ? [`  decided by ${decidedBy.module} ${decidedBy.rule}: ${decidedBy.reason}`] : [];
  return [...(passed.length > 0 ? [`  rules passed: ${passed.join(", ")}`] : []), ...decided];
}

function outcomeOf({ requested, binding, code, intent }: DecisionStory): string {
  if (!requested) return `did not ask for it (${code})`;
  const how = binding ? "asked for" : "recorded only";
  return `${how} ${intent.side} ${figure(intent.quantity)}: ${intent.reason}`;
}
