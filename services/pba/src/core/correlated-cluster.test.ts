import { describe, expect, it } from "@jest/globals";
import { type Exact, text } from "@quantum/exact";
import { book, holding } from "../../test/scenario.ts";
import { correlatedCluster as rule } from "./correlated-cluster.ts";
import type { Correlations } from "./correlations.ts";

/** BTC with XRP, XRP with LINK, and nothing else. */
const chain: Correlations = (a, b) => (["BTCUSDT XRPUSDT", "LINKUSDT XRPUSDT"].includes([a, b].sort().join(" ")) ? 0.85 : 0.1);
const held = () => book([holding("BTCUSDT", 200), holding("XRPUSDT", 100), holding("DOGEUSDT", 300)], {}, chain);

describe("PBA-05: a cluster is worth at most half of equity", () => {
  it("counts everything that is linked over any number of steps, and nothing else", () => {
    expect(text(rule.room(held(), holding("LINKUSDT", 1)) as Exact)).toBe("200");
    expect(text(rule.room(held(), holding("UNIUSDT", 1)) as Exact)).toBe("500");
  });

  it("exactly half passes, more does not", () => {
    const room = rule.room(held(), holding("LINKUSDT", 200)) as Exact;
    expect(rule.measure(held(), holding("LINKUSDT", 200))).toMatchObject({ observed: 0.5, limit: 0.5 });
    expect(holding("LINKUSDT", "200.01").notionalUsd.lte(room)).toBe(false);
  });

  it("a candidate that links two clusters is held against both together", () => {
    const bridge: Correlations = (a, b) => ([a, b].includes("LINKUSDT") ? 0.9 : 0);
    const two = book([holding("BTCUSDT", 300), holding("XRPUSDT", 150)], {}, bridge);
    expect(text(rule.room(two, holding("LINKUSDT", 1)) as Exact)).toBe("50");
  });

  it("beyond the limit it names the largest position of the largest cluster", () => {
    const over = book([holding("BTCUSDT", 350), holding("XRPUSDT", 250), holding("DOGEUSDT", 500)], {}, chain);
    const cut = rule.cut?.(over);
    expect([cut?.holding.symbol, text(cut?.usd as Exact)]).toEqual(["BTCUSDT", "100"]);
  });
});
