import { given, type Outcome, woken } from "@quantum/test-kit";
import type { Effect, Intent } from "@quantum/types";
import { createTradingBotCore, type TradingBotState } from "../src/core/index.ts";
import { bars, listed, settled, signal, signals, T0, valued } from "./scenario.ts";

/** The core with its default settings. */
export const core = createTradingBotCore();
/** A bot that knows two contracts. */
export const ready = given(core).after(listed(["BTCUSDT", "ETHUSDT"]));
/** The first bar. */
export const cycleBars = bars(T0, { BTCUSDT: 100, ETHUSDT: 50 });
/** A surer signal than the one of BTCUSDT, on the other side. */
export const eth = signal({ symbol: "ETHUSDT", side: "SHORT", confidence: 0.9, close: 50 });
/** The last part of a deadline is over. */
export const deadline = (cycle = T0, partsLeft = 0) => woken("cycle.deadline", { cycle, partsLeft }, { cycle });

/** The orders asked for. */
export function intents(outcome: Outcome<TradingBotState>): Intent[] {
  return outcome.emitted("order.requested").map(({ intent }) => intent);
}
/** What each effect is, by name. */
export function kinds(effects: readonly Effect[]): string[] {
  return effects.map((effect) => (effect.kind === "emit" ? effect.type : effect.kind === "store" ? effect.table : effect.name));
}
/** The bot with one filled BTCUSDT trade, after its first cycle. */
export function holding() {
  const first = ready.when(cycleBars, signals(T0, [signal()]), valued(T0));
  const [intent] = intents(first) as [Intent];
  return { intent, bot: ready.after(cycleBars, signals(T0, [signal()]), valued(T0), settled(intent)) };
}
