import { EMERGENCY_ORDER_PREFIX, type ReasonCode } from "@quantum/types";
import type { Plan } from "./plan.ts";
import type { Trade } from "./trade.ts";

/** Client order ids the exchange gives the orders with which it liquidates or deleverages a position. */
const LIQUIDATION_ORDER = /^(autoclose-|adl_autoclose|liquidation)/i;

/** PI-07: why a trade ended, by the order that closed it. */
export function exitCode(trade: Trade, plan: Plan | undefined): ReasonCode {
  if (LIQUIDATION_ORDER.test(trade.lastOrderId)) return "EXIT_LIQUIDATION";
  if (trade.lastOrderId.startsWith(EMERGENCY_ORDER_PREFIX)) return "EXIT_EMERGENCY";
  switch (trade.lastLeg) {
    case "STOP":
      return "EXIT_STOP";
    case "TAKE_PROFIT":
      return "EXIT_TAKE_PROFIT";
    case "EXIT":
      // An exit nobody asked risk_safety for is execution closing what it could not protect.
      return plan?.exitCode ?? (plan?.refusedCode === "STOP_PASSED" ? "STOP_PASSED" : "UNPROTECTED");
    default:
      return "EXIT_OPERATOR";
  }
}
