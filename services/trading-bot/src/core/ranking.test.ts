import { describe, expect, it } from "@jest/globals";
import { signal } from "../../test/scenario.ts";
import { ranked } from "./ranking.ts";

describe("TB-15 ranking", () => {
  it("puts the surest first and equal ones by symbol, however they come in", () => {
    const list = [
      signal({ symbol: "CUSDT", confidence: 0.7 }),
      signal({ symbol: "BUSDT", confidence: 0.9 }),
      signal({ symbol: "AUSDT", confidence: 0.7 }),
    ];
    for (const order of [list, [...list].reverse()]) expect(ranked(order).map(({ symbol }) => symbol)).toEqual(["BUSDT", "AUSDT", "CUSDT"]);
  });
});
