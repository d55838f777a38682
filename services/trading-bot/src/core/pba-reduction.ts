import { Exact, multipleBelow, smaller, text } from "@quantum/exact";
import type { Desk, Finding } from "./desk.ts";
import { type ExitDecision, isLeaving, priceOf } from "./exits.ts";
import { exitIntent } from "./intents.ts";
import { lookUp, type OpenTrade } from "./state.ts";
import type { Words } from "./words.ts";

const DECIMAL = /^\d+(\.\d+)?$/;
const CODE = "EXIT_PBA_REDUCTION";

type Reduction = Words["trades.reviewed"]["reductions"][number];

/**
 * TB-24: while pba binds, what it wants reduced is reduced: trades of ours only, never by more than is held, and not while an exit is on its
 * way. Asked for twice, the larger reduction counts.
 */
export function pbaReductions(desk: Desk, word: Words["trades.reviewed"]): ExitDecision[] {
  const usable = word.reductions.filter(({ quantity }) => DECIMAL.test(quantity));
  return Object.values(desk.state.trades)
    .filter(({ tradeId, quantityKnown }) => quantityKnown && !isLeaving(desk, tradeId))
    .sort((a, b) => (a.symbol < b.symbol ? -1 : 1))
    .flatMap((trade) => {
      const asked = usable.filter(({ tradeId, symbol }) => tradeId === trade.tradeId && symbol === trade.symbol);
      const most = asked.sort((a, b) => new Exact(b.quantity).cmp(a.quantity))[0];
      return most ? reduction(trade, most, desk) : [];
    });
}

function reduction(trade: OpenTrade, { quantity, verdict }: Reduction, desk: Desk): ExitDecision[] {
  const referencePrice = priceOf(trade, desk);
  const contract = lookUp(desk.state.contracts, trade.symbol);
  const held = new Exact(trade.quantity).abs();
  const wanted = smaller(new Exact(quantity), held);
  const least = contract === null || wanted.eq(held) ? wanted : multipleBelow(wanted, contract.stepSize);
  if (referencePrice === null || !least.gt(0)) return [];
  const reason = `pba wants ${quantity} of ${text(held)} closed: ${verdict.rule} ${verdict.reason}`;
  const finding: Finding = { rule: "TB-24", passed: false, observed: quantity, limit: text(held), reason };
  const intent = exitIntent(trade, referencePrice, { at: desk.at, reason: `${CODE}: ${reason}`, quantity: text(least) });
  return [{ intent, code: CODE, trade, findings: [finding] }];
}
