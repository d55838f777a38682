import type { TradingBotSettings } from "./limits.ts";
import type { Contract } from "./state.ts";

/** TB-14: the leverage of every entry, or what the contract allows when that is less; at least 1. */
export function leverageOf(contract: Contract, settings: TradingBotSettings): number {
  return Math.max(1, Math.min(settings.leverage, Math.floor(contract.maxLeverage)));
}
