import { describe, expect, it } from "@jest/globals";
import { CLOSES, expectExact, mean } from "../../test/indicator-check.ts";
import { createRealisedVolatility, readRealisedVolatility, updateRealisedVolatility } from "./realised-volatility.ts";

describe("realised volatility", () => {
  it("is the root mean square of the last log returns", () => {
    expectExact({
      items: CLOSES.slice(0, 300),
      create: () => createRealisedVolatility(30),
      update: updateRealisedVolatility,
      read: readRealisedVolatility,
      reference: (seen) => {
        if (seen.length < 31) return null;
        const window = seen.slice(-31);
        return Math.sqrt(mean(window.slice(1).map((close, i) => Math.log(close / window[i]!) ** 2)));
      },
    });
  });

  it("is 0 when nothing moves", () => {
    const state = createRealisedVolatility(3);
    for (const close of [9, 1, 5, 5, 5, 5]) updateRealisedVolatility(state, close);
    expect(readRealisedVolatility(state)).toBe(0);
  });
});
