import { createRandom, nextUniform, type Random } from "../../packages/market/src/index.ts";
import type { Bar, Instrument, Intent } from "../../packages/types/src/index.ts";

/** Two kinds of orders: of the desk's size, and one to five percent of what is traded in a minute. */
export type Kind = "desk" | "large";

/** Share of purposes as a day of the desk has them; urgent exits are plain market orders either way. */
const PURPOSES: readonly (readonly [number, Intent["purpose"], string])[] = [
  [0.55, "ENTRY", "LONG or SHORT"],
  [0.85, "EXIT", "EXIT_TIME: old"],
  [0.97, "EXIT", "EXIT_OPPOSITE_SIGNAL: turned"],
  [1, "EXIT", "EXIT_STOP: beyond"],
];

/** Draws orders as they come from a desk that follows the last hour a little more often than not. */
export class Parents {
  private readonly random: Random;

  constructor(seed: string) {
    this.random = createRandom(seed);
  }

  /** True in `share` of the cases. */
  toss(share: number): boolean {
    return nextUniform(this.random) < share;
  }

  draw(instrument: Instrument, kind: Kind, seen: { bars: readonly Bar[]; closeAt: number; minuteUsd: number }): Intent | null {
    const last = seen.bars.at(-1);
    const before = seen.bars.at(-13);
    if (!last || !before) return null;
    const rose = last.close >= before.close;
    const side = this.toss(0.6) === rose ? "BUY" : "SELL";
    const usd = kind === "desk" ? this.between(500, 2_500) : seen.minuteUsd * this.between(0.01, 0.05);
    const step = Number(instrument.stepSize);
    const steps = Math.floor(Math.min(usd, 500_000) / last.close / step);
    if (steps * step * last.close < 20) return null;
    const roll = nextUniform(this.random);
    const [, purpose, reason] = PURPOSES.find(([most]) => roll < most) ?? [1, "ENTRY" as const, ""];
    const id = `${instrument.symbol}-${seen.closeAt}`;
    const decimals = (instrument.stepSize.split(".")[1] ?? "").length;
    const order = {
      intentId: id,
      tradeId: id,
      purpose,
      reason,
      symbol: instrument.symbol,
      side,
      quantity: (steps * step).toFixed(decimals),
    } as const;
    const rest = { type: "MARKET" as const, price: null, leverage: 5, stopPrice: null, takeProfitPrice: null };
    return { ...order, ...rest, referencePrice: String(last.close), decidedAt: seen.closeAt };
  }

  private between(low: number, high: number): number {
    return low * (high / low) ** nextUniform(this.random);
  }
}
