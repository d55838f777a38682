import { describe, expect, it } from "@jest/globals";
import { CONTRACT } from "../../test/scenario.ts";
import { leverageOf } from "./leverage.ts";
import { DEFAULT_SETTINGS } from "./limits.ts";

describe("TB-14 leverage", () => {
  it("is 3, less where the contract allows less, and never below 1", () => {
    const allowed = (maxLeverage: number) => leverageOf({ ...CONTRACT, maxLeverage }, DEFAULT_SETTINGS);
    expect([50, 3, 2.9, 1, 0.5].map(allowed)).toEqual([3, 3, 2, 1, 1]);
  });
});
