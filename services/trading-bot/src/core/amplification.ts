import { Exact, multipleBelow, smaller, text } from "@quantum/exact";
import type { Intent, Skip } from "@quantum/types";
import { ADD_RULES } from "./add-rules.ts";
import { coordinatedExposure } from "./coordinated-exposure.ts";
import { type Desk, type Finding, firstBroken } from "./desk.ts";
import { type ExitDecision, priceOf } from "./exits.ts";
import { addIntent, exitIntent, protectIntent } from "./intents.ts";
import { tradableSize } from "./position-size.ts";
import { shrunkByFactors } from "./size-factor.ts";
import { lookUp, type OpenTrade } from "./state.ts";
import type { AdviceWord } from "./words.ts";

const DECIMAL = /^\d+(\.\d+)?$/;
/** Whether it only secures a profit, and so is done also in a cycle in which nothing may be entered for want of an answer. */
export function secures({ action }: Pick<AdviceWord, "action">): boolean {
  return action === "TIGHTEN_TRAIL" || action === "PARTIAL_TAKE_PROFIT";
}

/** What is done with one open trade because pal says so. */
export interface AmplifyDecision {
  readonly trade: OpenTrade;
  readonly advice: AdviceWord;
  readonly referencePrice: string;
  /** Moves the stop, or takes the target off. */
  readonly protect: Intent | null;
  /** Makes the trade larger, once the stop is where it has to be. */
  readonly add: Intent | null;
  /** Takes part of it off. */
  readonly reduce: ExitDecision | null;
  readonly findings: readonly Finding[];
}

/**
 * TB-34: while pal binds, what it advises is done: first the stop and the target, then size is added; a part is taken off by an exit. Only with
 * trades of ours that nothing else is happening to and whose quantity is known, and only if the advice is one, fits the trade and
 * loosens no stop. `desk.committed` grows with what is added.
 */
export function decideAmplifications(desk: Desk, { expired }: { readonly expired: boolean }) {
  const word = desk.words.amplification;
  const decisions: AmplifyDecision[] = [];
  const skips: Skip[] = [];
  if (word === null) return { decisions, skips };
  const trades = Object.values(desk.state.trades).sort((a, b) => (a.symbol < b.symbol ? -1 : 1));
  for (const trade of trades) {
    const advice = word.advice.filter(({ tradeId, action }) => tradeId === trade.tradeId && action !== "NO_ACTION");
    const [first] = advice;
    if (first === undefined || !isFree(trade, desk) || (expired && !secures(first))) continue;
    const decided = advice.length > 1 ? skip(trade, "MALFORMED_ORDER", "pal advises it twice") : amplify(trade, first, desk);
    if ("code" in decided) skips.push(decided);
    else if (decided.protect || decided.add || decided.reduce) decisions.push(decided);
  }
  return { decisions, skips };
}

/** Nothing else is happening to this trade: it is held in a known quantity, and no order of it is on its way. */
function isFree({ tradeId, quantityKnown }: OpenTrade, desk: Desk): boolean {
  const held = desk.portfolio?.positions.some((position) => position.tradeId === tradeId) ?? false;
  const busy = Object.values(desk.state.intents).some((intent) => intent.tradeId === tradeId);
  return held && quantityKnown && !busy;
}

function amplify(trade: OpenTrade, advice: AdviceWord, desk: Desk): AmplifyDecision | Skip {
  const referencePrice = priceOf(trade, desk);
  const odd = referencePrice === null ? "its price is not known" : oddity(trade, advice, referencePrice);
  if (referencePrice === null || odd !== null) return skip(trade, "MALFORMED_ORDER", `pal's advice does not fit: ${odd}`);
  const { action, reason } = advice;
  const finding: Finding = { rule: "TB-34", passed: true, observed: action, limit: null, reason: `pal advises ${action}: ${reason}` };
  const decision = { trade: { ...trade }, advice, referencePrice, protect: null, add: null, reduce: null, findings: [finding] };
  if (advice.steps.includes("REDUCE")) return { ...decision, reduce: reduction(decision, desk) };
  const protect = protection(decision, desk);
  if (!advice.steps.includes("ADD_SIZE")) return { ...decision, protect };
  const added = addition(decision, desk);
  return "code" in added ? added : { ...decision, protect, add: added.intent, findings: added.findings };
}

/** What of the advice cannot be used for this trade; null when all can. */
function oddity(trade: OpenTrade, advice: AdviceWord, price: string): string | null {
  const { steps, quantity, limitPrice, newStopPrice } = advice;
  const long = trade.direction === "LONG";
  if (advice.symbol !== trade.symbol || advice.direction !== trade.direction) return "it is about another trade";
  const figures = [quantity, limitPrice, newStopPrice].filter((figure) => figure !== null);
  if (!figures.every((figure) => DECIMAL.test(figure) && Number(figure) > 0)) return "a figure is not a usable number";
  if ((steps.includes("ADD_SIZE") || steps.includes("REDUCE")) && quantity === null) return "no quantity";
  if (steps.includes("ADD_SIZE") && (limitPrice === null || trade.stopPrice === null)) return "no limit price, or no stop rests";
  if (steps.includes("MOVE_STOP") && newStopPrice === null) return "no price for the stop";
  if (newStopPrice === null) return null;
  const stop = new Exact(newStopPrice);
  if (trade.stopPrice !== null && (long ? stop.lt(trade.stopPrice) : stop.gt(trade.stopPrice))) return "it would loosen the stop";
  return (long ? stop.lt(price) : stop.gt(price)) ? null : "the stop would be beyond the price";
}

type Begun = Pick<AmplifyDecision, "trade" | "advice" | "referencePrice" | "findings">;

/** The stop at its new place, or where it is; the target where it is, or off. Null: neither changes. */
function protection({ trade, advice, referencePrice }: Begun, { at }: Desk): Intent | null {
  const { steps, newStopPrice, action, reason } = advice;
  const stopPrice = steps.includes("MOVE_STOP") ? newStopPrice : trade.stopPrice;
  const takeProfitPrice = steps.includes("CANCEL_TAKE_PROFIT") ? null : trade.takeProfitPrice;
  if (stopPrice === null || (stopPrice === trade.stopPrice && takeProfitPrice === trade.takeProfitPrice)) return null;
  return protectIntent(trade, { at, referencePrice, stopPrice, takeProfitPrice, reason: `${action}: ${reason}` });
}

function reduction({ trade, advice, referencePrice, findings }: Begun, desk: Desk): ExitDecision | null {
  const held = new Exact(trade.quantity).abs();
  const contract = lookUp(desk.state.contracts, trade.symbol);
  const wanted = smaller(new Exact(advice.quantity ?? "0"), held);
  const quantity = contract === null || wanted.eq(held) ? wanted : multipleBelow(wanted, contract.stepSize);
  if (!quantity.gt(0)) return null;
  const reason = `EXIT_PAL_PROFIT: ${advice.reason}`;
  const intent = exitIntent(trade, referencePrice, { at: desk.at, reason, quantity: text(quantity) });
  return { intent, code: "EXIT_PAL_PROFIT", trade, findings };
}

/** An addition passes the rules of entries that are about the desk and not about a signal, and is made smaller by the same factors. */
function addition({ trade, advice, referencePrice, findings: before }: Begun, desk: Desk): { intent: Intent; findings: Finding[] } | Skip {
  const { symbol, direction, stopPrice } = trade;
  const findings = [...before];
  const broken = firstBroken({ symbol, side: direction }, desk, { rules: ADD_RULES, findings });
  if (broken) return { symbol, ...broken };
  const contract = lookUp(desk.state.contracts, symbol);
  if (contract === null) return skip(trade, "DATA_MISSING", "its contract is not known");
  const { stepSize } = contract;
  const shrunk = shrunkByFactors({ quantity: advice.quantity ?? "0", stepSize }, desk);
  const notionalUsd = text(new Exact(shrunk.quantity).times(referencePrice));
  const tradable = tradableSize({ quantity: shrunk.quantity, notionalUsd }, contract);
  const exposure = coordinatedExposure(Number(notionalUsd), desk);
  findings.push(...shrunk.findings, tradable, ...(exposure ? [exposure] : []));
  if (!tradable.passed) return skip(trade, "SIZE_BELOW_MINIMUM", `${tradable.rule}: ${tradable.reason}`);
  if (exposure?.passed === false) return skip(trade, "HFOS_EXPOSURE", `${exposure.rule}: ${exposure.reason}`);
  desk.committed.usd += Number(notionalUsd);
  const stop = (advice.steps.includes("MOVE_STOP") ? advice.newStopPrice : stopPrice) as string;
  const reason = `${advice.action}: ${advice.reason}`;
  const plan = { at: desk.at, referencePrice, quantity: shrunk.quantity, limitPrice: advice.limitPrice as string, stopPrice: stop, reason };
  return { intent: addIntent(trade, plan), findings };
}

function skip({ symbol }: OpenTrade, code: Skip["code"], detail: string): Skip {
  return { symbol, code, detail: `TB-34: ${detail}` };
}
