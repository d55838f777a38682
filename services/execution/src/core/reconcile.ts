import type { AccountSnapshot } from "@quantum/exchange/venue";
import type { Difference } from "@quantum/types";
import Big from "big.js";
import type { ExecutionState } from "./state.ts";

/** Where our books and the exchange disagree although nothing is on its way. Positions by quantity, orders by id. */
export function findDifferences(state: ExecutionState, account: AccountSnapshot): Difference[] {
  return [...positionDifferences(state, account), ...strangeOrders(state, account)];
}

/** True while an order in this symbol has no answer yet: a difference then explains itself. */
export function inFlight(state: ExecutionState, symbol: string): boolean {
  return Object.values(state.orders).some(
    (order) => order.symbol === symbol && (order.status === "SUBMITTED" || order.status === "UNRESOLVED"),
  );
}

function positionDifferences(state: ExecutionState, account: AccountSnapshot): Difference[] {
  const theirs = new Map(account.positions.map((position) => [position.symbol, position.quantity]));
  const symbols = new Set([...theirs.keys(), ...Object.keys(state.positions)]);
  return [...symbols].sort().flatMap((symbol) => {
    const ourQuantity = state.positions[symbol] ?? "0";
    const theirQuantity = theirs.get(symbol) ?? "0";
    if (new Big(ourQuantity).eq(theirQuantity) || inFlight(state, symbol)) return [];
    return [
      {
        symbol,
        kind: "POSITION",
        ours: ourQuantity,
        theirs: theirQuantity,
        reason: "The exchange holds another quantity than our fills add up to.",
      },
    ];
  });
}

function strangeOrders(state: ExecutionState, account: AccountSnapshot): Difference[] {
  return account.resting
    .filter((order) => !(order.clientOrderId in state.orders) && !inFlight(state, order.symbol))
    .map((order) => ({
      symbol: order.symbol,
      kind: "ORDER",
      ours: "none",
      theirs: order.clientOrderId,
      reason: "An order rests at the exchange that is not ours.",
    }));
}
