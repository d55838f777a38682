import { Exact, text } from "@quantum/exact";
import { binds, type FleetEvent } from "@quantum/types";
import { worseOf } from "./beyond-guard.ts";
import { signOf } from "./case.ts";
import { NAME } from "./name.ts";
import { type AelmState, type Child, lookUp, type Parent } from "./state.ts";

/** Our own plan as it was said: in which mode. */
export function onPlanned(state: AelmState, { mode, source, data }: FleetEvent<"order.planned">): void {
  const parent = lookUp(state.parents, data.intentId);
  if (parent !== null && source === NAME) parent.bound = binds(mode);
}

/** A child left: what the market was at that moment. */
export function onSubmitted(state: AelmState, { data }: FleetEvent<"order.submitted">): void {
  const parent = lookUp(state.parents, data.intentId);
  if (parent === null || data.leg !== parent.purpose) return;
  const quote = lookUp(state.quotes, data.symbol);
  const middle = quote === null ? null : (quote.bid + quote.ask) / 2;
  const touch = quote === null ? null : data.side === "BUY" ? quote.ask : quote.bid;
  const kind = data.type === "MARKET" ? "MARKET" : data.timeInForce === "GTX" ? "MAKER" : "IOC";
  if (Object.keys(parent.children).length === 0) {
    parent.firstMiddle = middle;
    parent.followed = parent.bound && isStep(kind, parent);
  }
  parent.children[data.clientOrderId] = { kind, middle, touch };
}

/** execution sends an entry's market step as a limit at the guard. */
function isStep(kind: Child["kind"], { firstKind, purpose }: Parent): boolean {
  return kind === firstKind || (purpose === "ENTRY" && firstKind === "MARKET" && kind === "IOC");
}

/** A fill of a child. */
export function onFilled(state: AelmState, { data: { fill } }: FleetEvent<"order.filled">): void {
  for (const parent of Object.values(state.parents)) {
    const child = lookUp(parent.children, fill.clientOrderId);
    if (child === null) continue;
    parent.filledQuantity = text(new Exact(parent.filledQuantity).plus(fill.quantity));
    parent.costUsd = text(new Exact(parent.costUsd).plus(new Exact(fill.quantity).times(fill.price)));
    parent.worstPrice = worseOf(parent, fill.price);
    parent.feeUsd = text(new Exact(parent.feeUsd).plus(fill.feeUsd));
    parent.spreadUsd += spreadOf(parent, child, fill);
    return;
  }
}

/** A maker's fill is held against the middle at its own price, a taker's at the touch it crossed to; what is beyond is impact. */
function spreadOf(parent: Parent, { middle, touch }: Child, fill: { price: string; quantity: string; maker: boolean }): number {
  if (middle === null || touch === null) return 0;
  return signOf(parent) * ((fill.maker ? Number(fill.price) : touch) - middle) * Number(fill.quantity);
}
