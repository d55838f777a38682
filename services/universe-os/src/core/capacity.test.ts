import { describe, expect, it } from "@jest/globals";
import { DAY, HOUR_MS } from "../../test/scenario.ts";
import { inOrderOfPlaces } from "./capacity.ts";
import { LIMITS } from "./limits.ts";

const contender = (symbol: string, score: number, memberHours: number | null = null) => {
  return { symbol, score, memberSince: memberHours === null ? null : DAY - memberHours * HOUR_MS };
};
const order = (...contenders: ReturnType<typeof contender>[]) => inOrderOfPlaces(contenders, DAY, LIMITS).map(({ symbol }) => symbol);

describe("UOS-10: places", () => {
  it("go to the better score, equal ones by name", () => {
    expect(order(contender("CUSDT", 0.7), contender("BUSDT", 0.8), contender("AUSDT", 0.7))).toEqual(["BUSDT", "AUSDT", "CUSDT"]);
  });

  it("are kept by a member unless an outsider is better by more than 0.05", () => {
    expect(order(contender("NEWUSDT", 0.74), contender("OLDUSDT", 0.7, 5))).toEqual(["OLDUSDT", "NEWUSDT"]);
    expect(order(contender("NEWUSDT", 0.76), contender("OLDUSDT", 0.7, 5))).toEqual(["NEWUSDT", "OLDUSDT"]);
  });

  it("are not taken from a member in its minimum stay", () => {
    expect(order(contender("NEWUSDT", 0.99), contender("OLDUSDT", 0.5, 0.5))).toEqual(["OLDUSDT", "NEWUSDT"]);
  });
});
