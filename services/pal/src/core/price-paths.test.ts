import { describe, expect, it } from "@jest/globals";
import { walkPaths } from "../../test/price-paths.ts";

describe("PAL-10 over 100,000 price paths with gaps", () => {
  it("no action ever raises the planned loss or takes it above the original risk, no stop loosens, no size passes one and a half", () => {
    const { violations, actions } = walkPaths({ paths: 100_000, steps: 2, seed: "pal" });
    expect(violations.slice(0, 5)).toEqual([]);
    for (const [action, times] of Object.entries(actions)) expect([action, times > 1_000]).toEqual([action, true]);
  });
});
