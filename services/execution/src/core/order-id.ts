import { deriveId } from "@quantum/types";
import type { TrackedOrder } from "./state.ts";

/** First letters of our client order ids: who sent it, and which leg it is. */
const LEG_LETTER = { ENTRY: "e", EXIT: "x", STOP: "s", TAKE_PROFIT: "t" } as const;
const OURS = /^qt[exst]-/;

/** The client order id of one order of an intent or a trade. The same cause gives the same id. */
export function orderIdOf({ intentId, tradeId, leg }: Pick<TrackedOrder, "intentId" | "tradeId" | "leg">, attempt: number): string {
  return `qt${LEG_LETTER[leg]}-${deriveId(intentId, tradeId, leg, attempt)}`;
}

/** False for an order that somebody else sent: the emergency stop, a person, the exchange itself. */
export function isOurs(clientOrderId: string): boolean {
  return OURS.test(clientOrderId);
}
