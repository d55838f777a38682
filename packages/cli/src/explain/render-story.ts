import { table } from "../output.ts";
import type { Row } from "./ledger-source.ts";
import { adviceLines, decisionLines } from "./render-decision.ts";
import type { IntentStory, Story } from "./story.ts";
import { at, figure, money, type Told } from "./telling.ts";

/** A story for a person: what was said, what was decided by which rule, and what came of it. */
export function renderStory(story: Story): string {
  const head = story.kind === "cycle" ? cycleHead(story) : tradeHead(story);
  return [head, ...story.intents.map((intent) => intentText(intent, story.cycles))].join("\n\n");
}

function tradeHead({ kind, id, trade, intents }: Story): string {
  const named =
    kind === "trade" ? `trade ${id}` : `${kind} ${id}, part of trade ${trade?.key ?? intents[0]?.decision?.trade_id ?? "unknown"}`;
  if (trade === null) return `${named}: no position came of it`;
  const { symbol, direction, status, quantity } = trade;
  const opened = `${named}: ${symbol} ${direction} ${figure(quantity)}, opened ${at(trade.opened_at)} at ${figure(trade.entry_price)}`;
  if (status !== "CLOSED") return `${opened}; ${status}, stop ${figure(trade.stop_price)}`;
  const r = trade.r_multiple === null ? "R unknown" : `${Number(trade.r_multiple).toFixed(2)} R`;
  const costs = `fees ${money(trade.fees_usd)}, funding ${money(trade.funding_usd)}`;
  return `${opened}\nclosed ${at(trade.closed_at)} at ${figure(trade.exit_price)} (${trade.exit_code}): net ${money(trade.net_pnl_usd)} (${costs}), ${r}`;
}

function cycleHead({ id, cycles }: Story): string {
  const [cycle] = cycles;
  if (!cycle) return `cycle ${id}: it is not over yet`;
  const missing = (cycle.missing as string[]).length > 0 ? `; no answer from ${(cycle.missing as string[]).join(", ")}` : "";
  const skips = cycle.skips as { symbol: string; code: string; detail: string }[];
  return [
    `cycle of ${at(cycle.at)}: ${cycle.outcome}, ${cycle.signals} signals, ${cycle.requested} orders asked for, ${cycle.settled} ended${missing}`,
    ...participantLines(cycle),
    ...(skips.length === 0
      ? []
      : [
          "not traded, or closed:",
          indent(
            table(
              ["symbol", "code", "why"],
              skips.map(({ symbol, code, detail }) => [symbol, code, detail]),
            ),
          ),
        ]),
  ].join("\n");
}

function participantLines(cycle: Row): string[] {
  const spoke = cycle.participants as Told[];
  return spoke.length === 0 ? [] : ["who spoke:", ...adviceLines(spoke.map((one) => ({ ...one, about: one.word ?? null })))];
}

function intentText({ intentId, decision, clearance, orders, fills }: IntentStory, cycles: readonly Row[]): string {
  const cycle = cycles.find(({ key }) => String(key) === String(decision?.cycle)) ?? null;
  const lines = decision ? decisionLines(decision, cycle) : [`  nothing is on record about how it was decided`];
  return [
    `${decision?.purpose ?? clearance?.purpose ?? "order"} ${decision?.symbol ?? clearance?.symbol ?? ""} (intent ${intentId}), decided ${at(decision?.at ?? clearance?.at)}`,
    ...lines,
    ...clearanceLines(clearance, decision),
    ...orderLines(orders),
    ...fillLines(fills),
  ].join("\n");
}

function clearanceLines(clearance: Row | null, decision: Row | null): string[] {
  if (clearance === null) {
    const asked = (decision?.story as { requested?: boolean } | undefined)?.requested !== false;
    return asked ? ["  risk_safety: has not judged it"] : [];
  }
  const verdicts = clearance.verdicts as { rule: string; passed: boolean; reason: string }[];
  const failed = verdicts.filter(({ passed }) => !passed);
  const head = clearance.cleared ? `cleared by ${verdicts.length} checks` : `refused (${clearance.code})`;
  const binding = clearance.binding ? "" : ", recorded only";
  return [`  risk_safety: ${head}${binding}`, ...failed.map(({ rule, reason }) => `    ${rule} ${reason}`)];
}

function orderLines(orders: readonly Row[]): string[] {
  if (orders.length === 0) return [];
  const cells = orders.map((order) => [
    String(order.leg),
    String(order.key),
    `${order.side} ${order.type}`,
    figure(order.quantity),
    figure(order.trigger_price ?? order.price),
    String(order.status),
    order.filled_quantity === null || Number(order.filled_quantity) === 0
      ? ""
      : `${figure(order.filled_quantity)} at ${figure(order.average_price)}`,
    String(order.reason ?? ""),
  ]);
  return ["  orders:", indent(table(["leg", "id", "order", "quantity", "at", "status", "filled", "why"], cells), 4)];
}

function fillLines(fills: readonly Row[]): string[] {
  if (fills.length === 0) return [];
  const cells = fills.map((fill) => [
    at(fill.at),
    String(fill.leg),
    `${fill.side} ${figure(fill.quantity)}`,
    figure(fill.price),
    money(fill.fee_usd),
    money(fill.realised_pnl_usd),
  ]);
  return ["  fills:", indent(table(["when", "leg", "fill", "price", "fee", "realised"], cells), 4)];
}

function indent(text: string, by = 2): string {
  return text.replaceAll(/^/gm, " ".repeat(by));
}
