import { describe, expect, it } from "@jest/globals";
import { desk, signal } from "../../test/scenario.ts";
import { ranked } from "./ranking.ts";
import { topOpportunity } from "./top-opportunity.ts";
import type { RankedPlace } from "./words.ts";

const place = (part: Partial<RankedPlace> = {}): RankedPlace => ({
  rank: 2,
  symbol: "BTCUSDT",
  direction: "LONG",
  score: 1,
  expectedValueBps: 5,
  ...part,
});
const listed = (limit: number, ...places: RankedPlace[]) => desk({ words: { ranking: { limit, places } } });

describe("TB-20 top opportunity", () => {
  it("lets the last place of the list pass, and not the one after it", () => {
    expect(topOpportunity(signal(), listed(2, place()))).toMatchObject({ rule: "TB-20", passed: true, observed: 2, limit: 2 });
    expect(topOpportunity(signal(), listed(1, place()))).toMatchObject({ passed: false, observed: 2, limit: 1 });
    expect(topOpportunity(signal(), listed(0, place({ rank: 1 })))).toMatchObject({ passed: false });
  });

  it("wants the opportunity to be worth more than it costs", () => {
    expect(topOpportunity(signal(), listed(2, place({ expectedValueBps: 0.01 })))).toMatchObject({ passed: true });
    expect(topOpportunity(signal(), listed(2, place({ expectedValueBps: 0 })))).toMatchObject({ passed: false });
  });

  it("knows the sides apart, and what is not listed", () => {
    expect(topOpportunity(signal({ side: "SHORT" }), listed(2, place()))).toMatchObject({ passed: false, observed: null });
    expect(topOpportunity(signal({ symbol: "ETHUSDT" }), listed(2, place()))).toMatchObject({ passed: false, observed: null });
  });

  it("takes the worse of two places of the same, and says nothing while no ranking binds", () => {
    expect(topOpportunity(signal(), listed(2, place({ rank: 1 }), place({ rank: 3 })))).toMatchObject({ passed: false, observed: 3 });
    expect(topOpportunity(signal(), listed(2, place(), place({ rank: 1, expectedValueBps: -1 })))).toMatchObject({ passed: false });
    expect(topOpportunity(signal(), desk())).toBeNull();
  });
});

describe("TB-15 ranking by opportunity_ranker", () => {
  it("takes its places first, then confidence", () => {
    const list = [signal({ symbol: "AUSDT", confidence: 0.9 }), signal({ symbol: "BUSDT", confidence: 0.6 }), signal({ symbol: "CUSDT" })];
    const places = [
      place({ rank: 1, symbol: "CUSDT" }),
      place({ rank: 2, symbol: "BUSDT" }),
      place({ rank: 3, symbol: "AUSDT", direction: "SHORT" }),
    ];
    expect(ranked(list, { limit: 20, places }).map(({ symbol }) => symbol)).toEqual(["CUSDT", "BUSDT", "AUSDT"]);
    expect(ranked(list).map(({ symbol }) => symbol)).toEqual(["AUSDT", "CUSDT", "BUSDT"]);
  });
});
