import { Exact } from "@quantum/exact";
import type { Desk, Finding } from "./desk.ts";
import { lookUp, type OpenTrade } from "./state.ts";

/** TB-10: a bar that closed beyond the stop ends the trade at market. The stop resting at the exchange should have done it. */
export function stopWatch(trade: OpenTrade, { closes }: Pick<Desk, "closes">): Finding | null {
  const close = lookUp(closes, trade.symbol);
  if (close === null || trade.stopPrice === null || !trade.quantityKnown) return null;
  const stop = new Exact(trade.stopPrice);
  const beyond = trade.direction === "LONG" ? stop.gt(close) : stop.lt(close);
  const reason = `the bar closed at ${close}, ${beyond ? "beyond" : "not beyond"} the stop at ${trade.stopPrice}`;
  return { rule: "TB-10", passed: !beyond, observed: close, limit: trade.stopPrice, reason };
}
