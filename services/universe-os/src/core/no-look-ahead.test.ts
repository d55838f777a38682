import { describe, expect, it } from "@jest/globals";
import { createRandom, nextUniform } from "@quantum/market";
import { emittedBy } from "@quantum/test-kit";
import type { Bar, EventData, Input } from "@quantum/types";
import { BAR_MS, closed, DAY, HOUR_MS, instrument, listed, marketOf, quotes } from "../../test/scenario.ts";
import { createUniverseOsCore } from "./index.ts";

const SYMBOLS = ["BTCUSDT", "ADAUSDT", "TRXUSDT", "RVNUSDT", "QNTUSDT"];
const CUTS = 1_000;

/** Every input of the time up to and including close number `to`, in order. A few bars are taken out so that there are gaps. */
function inputsOf(series: Readonly<Record<string, Bar[]>>, to: number): Input[] {
  const listedAt = DAY - 30 * 24 * HOUR_MS;
  const inputs: Input[] = [listed(...SYMBOLS.map((symbol) => instrument(symbol, { listedAt })))];
  for (let i = 0; i <= to; i++) {
    const present = SYMBOLS.filter((symbol, place) => (i * 7 + place * 13) % 97 !== 0 && series[symbol]?.[i] !== undefined);
    const closeAt = (series.BTCUSDT![i] as Bar).openAt + BAR_MS;
    const bars = Object.fromEntries(present.map((symbol) => [symbol, series[symbol]?.[i] as Bar]));
    inputs.push(quotes(closeAt, Object.fromEntries(SYMBOLS.map((symbol, place) => [symbol, 0.5 + ((i + place * 3) % 11)]))));
    inputs.push(
      closed(
        closeAt,
        bars,
        SYMBOLS.filter((symbol) => !present.includes(symbol)),
      ),
    );
  }
  return inputs;
}

const answersTo = (inputs: readonly Input[]) => emittedBy(createUniverseOsCore(), "universe.updated", inputs);

describe("the universe at a time", () => {
  it(`is the same whether later bars exist or not, at ${CUTS} random cuts`, async () => {
    const { series } = await marketOf(SYMBOLS);
    const length = Math.min(...SYMBOLS.map((symbol) => series[symbol]?.length ?? 0));
    const inputs = inputsOf(series, length - 1);
    const whole = answersTo(inputs).map((said) => JSON.stringify(said));
    expect(new Set(whole.map((said) => JSON.stringify((JSON.parse(said) as EventData<"universe.updated">).members))).size).toBeGreaterThan(
      5,
    );
    const random = createRandom("cuts of the universe");
    for (let i = 0; i < CUTS; i++) {
      const cut = Math.floor(nextUniform(random) * length);
      const part = answersTo(inputs.slice(0, 1 + 2 * (cut + 1)));
      if (JSON.stringify(part.at(-1)) !== whole[cut]) throw new Error(`the answer to close ${cut} depends on later bars`);
    }
  }, 60_000);
});
