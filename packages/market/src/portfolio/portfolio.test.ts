import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { covarianceMatrix } from "./covariance-matrix.ts";
import { portfolioVolatility, riskContributions } from "./risk-contributions.ts";

describe("portfolio mathematics", () => {
  it("two independent positions: variances add", () => {
    const covariance = covarianceMatrix(
      [0.3, 0.4],
      [
        [1, 0],
        [0, 1],
      ],
    );
    expect(portfolioVolatility([1, 1], covariance)).toBeCloseTo(0.5, 12);
    const [first, second] = riskContributions([1, 1], covariance);
    expect(first?.absolute).toBeCloseTo(0.18, 12);
    expect(second?.share).toBeCloseTo(0.64, 12);
  });

  it("a perfect hedge leaves no risk, and says nothing of shares", () => {
    const covariance = covarianceMatrix(
      [0.2, 0.2],
      [
        [1, 1],
        [1, 1],
      ],
    );
    expect(portfolioVolatility([1, -1], covariance)).toBe(0);
    expect(riskContributions([1, -1], covariance).map(({ share }) => share)).toEqual([0, 0]);
  });

  it("a short in something that moves along has a negative share", () => {
    const covariance = covarianceMatrix(
      [0.2, 0.2],
      [
        [1, 0.9],
        [0.9, 1],
      ],
    );
    expect(riskContributions([1, -0.3], covariance)[1]?.share).toBeLessThan(0);
  });

  it("refuses a matrix of another size", () => {
    expect(() => covarianceMatrix([1], [])).toThrow(RangeError);
    expect(() => portfolioVolatility([1, 2], [[1]])).toThrow(RangeError);
  });

  it("contributions add up to the volatility, shares to one, whatever the factors", () => {
    const value = fc.double({ min: -2, max: 2, noNaN: true });
    const rows = fc.array(fc.tuple(value, fc.array(value, { minLength: 3, maxLength: 3 })), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(rows, (positions) => {
        const covariance = positions.map(([, a], i) =>
          positions.map(([, b], j) => a.reduce((sum, x, k) => sum + x * (b[k] as number), 0) + (i === j ? 0.01 : 0)),
        );
        const weights = positions.map(([weight]) => weight);
        const whole = portfolioVolatility(weights, covariance);
        fc.pre(whole > 1e-6);
        const parts = riskContributions(weights, covariance);
        expect(parts.reduce((sum, { absolute }) => sum + absolute, 0)).toBeCloseTo(whole, 9);
        expect(parts.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 6);
      }),
    );
  });
});
