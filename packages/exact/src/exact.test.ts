import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { Exact, larger, multipleAbove, multipleBelow, smaller, text } from "./index.ts";

const positive = fc.tuple(fc.integer({ min: 1, max: 2 ** 50 }), fc.integer({ min: 0, max: 12 })).map(([n, e]) => new Exact(`${n}e-${e}`));
const step = fc.oneof(
  fc.integer({ min: 0, max: 8 }).map((e) => `1e-${e}`),
  fc.constantFrom("0.5", "0.25", "5", "10", "100", "0.003"),
);

describe("exact decimals", () => {
  it("find the two multiples of a step around a value, and the value itself when it is one", () => {
    fc.assert(
      fc.property(positive, step, (value, size) => {
        const [below, above] = [multipleBelow(value, size), multipleAbove(value, size)];
        expect(below.lte(value) && above.gte(value) && above.minus(below).lte(size)).toBe(true);
        for (const multiple of [below, above]) expect(text(multiple.mod(size))).toBe("0");
        expect(multipleBelow(above, new Exact(size)).eq(above)).toBe(true);
      }),
    );
  });

  it("divide without ever finding more than there is", () => {
    fc.assert(fc.property(positive, positive, (a, b) => a.div(b).times(b).lte(a)));
  });

  it("say small and large numbers in plain digits, and nothing as 0", () => {
    expect([text(new Exact("1e-12")), text(new Exact("1e21")), text(new Exact("-0")), text(new Exact("0.10"))]).toEqual([
      "0.000000000001",
      "1000000000000000000000",
      "0",
      "0.1",
    ]);
  });

  it("tell the smaller from the larger", () => {
    const [one, two] = [new Exact(1), new Exact(2)];
    expect([smaller(one, two), smaller(two, one), larger(one, two), larger(two, one)]).toEqual([one, one, two, two]);
  });
});
