import { describe, expect, it } from "@jest/globals";
import { LEVELS, sweepsEntries } from "./index.ts";
import { rankOf, stepBelow, strictest } from "./levels.ts";

describe("levels", () => {
  it("are in order, and the strictest of several holds", () => {
    expect(LEVELS.map(rankOf)).toEqual([0, 1, 2, 3]);
    expect(strictest([])).toBe("NORMAL");
    expect(strictest(["PAUSE", "HALT", "NORMAL"])).toBe("HALT");
    expect(LEVELS.map(stepBelow)).toEqual(["NORMAL", "NORMAL", "PAUSE", "REDUCE_ONLY"]);
    expect(LEVELS.map(sweepsEntries)).toEqual([false, false, true, true]);
  });
});
