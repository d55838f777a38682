import { describe, expect, it } from "@jest/globals";
import { createAtr, createRandom, nextUniform, updateAtr } from "@quantum/market";
import { emittedBy } from "@quantum/test-kit";
import type { Bar, Input, Signal } from "@quantum/types";
import { BAR_MS, closed, HOUR_MS, listed, marketOf, quotes, signal, signals } from "../../test/scenario.ts";
import { createOpportunityRankerCore } from "./index.ts";

const SYMBOLS = ["BTCUSDT", "ADAUSDT", "TRXUSDT", "RVNUSDT", "QNTUSDT", "DOGEUSDT"];
const CUTS = 1_000;

/** Every input of each close, with signals that follow the last move: what they say does not matter here, only that bars decide it. */
function stepsOf(series: Readonly<Record<string, Bar[]>>, length: number): Input[][] {
  const atrs = new Map(SYMBOLS.map((symbol) => [symbol, createAtr(14)]));
  return Array.from({ length }, (_, i) => {
    const closeAt = series.BTCUSDT![i]!.openAt + BAR_MS;
    const said = SYMBOLS.map((symbol): Signal => {
      const bar = series[symbol]![i]!;
      const atr = updateAtr(atrs.get(symbol)!, bar);
      const move = Math.max(-0.4, Math.min(0.4, (bar.close / bar.open - 1) * 100));
      return signal(symbol, {
        probabilityUp: i % 11 === 0 ? null : 0.5 + move,
        atrRatio: atr === null ? null : atr / bar.close,
        close: bar.close,
      });
    });
    const funding = Math.ceil((closeAt + 1) / (8 * HOUR_MS)) * 8 * HOUR_MS;
    const bars = Object.fromEntries(SYMBOLS.filter((_, place) => (i + place) % 37 !== 0).map((symbol) => [symbol, series[symbol]![i]!]));
    return [quotes(closeAt, SYMBOLS, { nextFundingAt: funding }), closed(closeAt, bars), signals(closeAt, said)];
  });
}

const answersTo = (steps: readonly (readonly Input[])[]) =>
  emittedBy(createOpportunityRankerCore(), "opportunities.ranked", [listed(SYMBOLS), ...steps.flat()]);

describe("the ranking at a time", () => {
  it(`is the same whether later bars exist or not, at ${CUTS} random cuts`, async () => {
    const series = await marketOf(SYMBOLS);
    const length = Math.min(110, ...SYMBOLS.map((symbol) => series[symbol]?.length ?? 0));
    const steps = stepsOf(series, length);
    const whole = answersTo(steps).map((said) => JSON.stringify(said));
    expect(whole).toHaveLength(length);
    expect(whole.filter((said) => said.includes('"rankCorrelation":{')).length).toBeGreaterThan(10);
    const random = createRandom("cuts of the ranking");
    for (let i = 0; i < CUTS; i++) {
      const cut = Math.floor(nextUniform(random) * length);
      const part = answersTo(steps.slice(0, cut + 1));
      if (JSON.stringify(part.at(-1)) !== whole[cut]) throw new Error(`the answer to close ${cut} depends on later bars`);
    }
  }, 60_000);
});
