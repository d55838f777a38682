import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { Exact, plain, text } from "./money.ts";

describe("a float as text", () => {
  it("is the same decimal whichever way it takes", () => {
    fc.assert(fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => plain(value) === text(new Exact(value))));
    for (const value of [0, -0, 1e-7, 1e21, 0.1, 31_234.5, -3]) expect(plain(value)).toBe(text(new Exact(value)));
  });

  it("of what is no number is refused", () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) expect(() => plain(value)).toThrow();
  });
});
