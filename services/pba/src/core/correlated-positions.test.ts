import { describe, expect, it } from "@jest/globals";
import { book, holding } from "../../test/scenario.ts";
import { correlatedPositions as rule } from "./correlated-positions.ts";
import type { Correlations } from "./correlations.ts";

const all =
  (value: number | null): Correlations =>
  () =>
    value;
const three = (correlations: Correlations) =>
  book([holding("BTCUSDT", 10), holding("XRPUSDT", 10), holding("LINKUSDT", 10)], {}, correlations);
const two = (correlations: Correlations) => book([holding("BTCUSDT", 10), holding("XRPUSDT", 10)], {}, correlations);
const more = holding("DOGEUSDT", 10);
const refused = (held: ReturnType<typeof book>, candidate = more) => rule.room(held, candidate)?.toNumber() === 0;

describe("PBA-03: at most three positions that move together", () => {
  it("the third passes, the fourth does not", () => {
    expect(refused(two(all(0.95)))).toBe(false);
    expect(refused(three(all(0.95)))).toBe(true);
    expect(rule.measure(three(all(0.95)), more)).toMatchObject({ observed: 4, limit: 3 });
  });

  it("together means a correlation of 0.8 or more", () => {
    expect(refused(three(all(0.8)))).toBe(true);
    expect(refused(three(all(0.7999)))).toBe(false);
  });

  it("a short in what rises with the others does not move with them; one in what falls against them does", () => {
    expect(refused(three(all(0.95)), { ...more, direction: "SHORT" })).toBe(false);
    expect(
      refused(
        three((a, b) => ([a, b].includes("DOGEUSDT") ? -0.95 : 0.95)),
        { ...more, direction: "SHORT" },
      ),
    ).toBe(true);
  });

  it("an unknown correlation counts as the stressed one, in either direction", () => {
    expect(refused(three(all(null)))).toBe(true);
    expect(refused(three(all(null)), { ...more, direction: "SHORT" })).toBe(true);
  });

  it("joining others may not make their crowd too large either", () => {
    const chain: Correlations = (a, b) => ([a, b].includes("XRPUSDT") ? 0.9 : 0);
    expect(refused(three(chain))).toBe(true);
    expect(rule.measure(three(chain), more).observed).toBe(4);
  });

  it("adding to a position is no new one", () => {
    expect(refused(three(all(0.95)), holding("BTCUSDT", 5, { tradeId: "other" }))).toBe(false);
  });
});
