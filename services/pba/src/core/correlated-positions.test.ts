import { describe, expect, it } from "@jest/globals";
import { book, holding } from "../../test/scenario.ts";
import { correlatedPositions as rule } from "./correlated-positions.ts";
import type { Correlations } from "./correlations.ts";

const all =
  (value: number | null): Correlations =>
  () =>
    value;
const desk = (symbols: string[], correlations: Correlations) =>
  book(
    symbols.map((symbol) => holding(symbol, 10)),
    {},
    correlations,
  );
const four = (correlations: Correlations) => desk(["BTCUSDT", "XRPUSDT", "LINKUSDT", "UNIUSDT"], correlations);
const three = (correlations: Correlations) => desk(["BTCUSDT", "XRPUSDT", "LINKUSDT"], correlations);
const more = holding("DOGEUSDT", 10);
const refused = (held: ReturnType<typeof book>, candidate = more) => rule.room(held, candidate)?.toNumber() === 0;

describe("PBA-03: at most four positions that move together", () => {
  it("the fourth passes, the fifth does not", () => {
    expect(refused(three(all(0.95)))).toBe(false);
    expect(refused(four(all(0.95)))).toBe(true);
    expect(rule.measure(four(all(0.95)), more)).toMatchObject({ observed: 5, limit: 4 });
  });

  it("together means a correlation of 0.8 or more", () => {
    expect(refused(four(all(0.8)))).toBe(true);
    expect(refused(four(all(0.7999)))).toBe(false);
  });

  it("a short in what rises with the others does not move with them; one in what falls against them does", () => {
    expect(refused(four(all(0.95)), { ...more, direction: "SHORT" })).toBe(false);
    expect(
      refused(
        four((a, b) => ([a, b].includes("DOGEUSDT") ? -0.95 : 0.95)),
        { ...more, direction: "SHORT" },
      ),
    ).toBe(true);
  });

  it("an unknown correlation counts as the stressed one, in either direction", () => {
    expect(refused(four(all(null)))).toBe(true);
    expect(refused(four(all(null)), { ...more, direction: "SHORT" })).toBe(true);
  });

  it("joining others may not make their crowd too large either", () => {
    const chain: Correlations = (a, b) => ([a, b].includes("XRPUSDT") ? 0.9 : 0);
    expect(refused(four(chain))).toBe(true);
    expect(rule.measure(four(chain), more).observed).toBe(5);
  });

  it("adding to a position is no new one", () => {
    expect(refused(four(all(0.95)), holding("BTCUSDT", 5, { tradeId: "other" }))).toBe(false);
  });
});
