import { describe, expect, it } from "@jest/globals";
import { type Restraint, RISK_MODES } from "@quantum/types";
import fc from "fast-check";
import { meet, RESTRAINTS, TOP } from "./restraints.ts";

const restraint: fc.Arbitrary<Restraint> = fc.record({
  riskMode: fc.constantFrom(...RISK_MODES),
  allowEntries: fc.boolean(),
  minConfidence: fc.double({ min: 0, max: 1, noNaN: true }),
  maxGrossRatio: fc.double({ min: 0, max: 1_000, noNaN: true }),
  coreSymbolsOnly: fc.boolean(),
  allowAmplification: fc.boolean(),
  sizeFactor: fc.double({ min: 0, max: 1, noNaN: true }),
});

describe("HF-20: restraints are met", () => {
  it("commutatively, associatively and idempotently, and TOP changes nothing", () => {
    fc.assert(
      fc.property(restraint, restraint, restraint, (a, b, c) => {
        expect(meet(a, b)).toEqual(meet(b, a));
        expect(meet(meet(a, b), c)).toEqual(meet(a, meet(b, c)));
        expect(meet(a, a)).toEqual(a);
        expect(meet(a, TOP)).toEqual(a);
      }),
    );
  });

  it("to the same result in every permutation of up to six", () => {
    fc.assert(
      fc.property(fc.array(restraint, { minLength: 1, maxLength: 6 }), (all) => {
        const wanted = all.reduce(meet);
        for (const order of permutations(all)) expect(order.reduce(meet)).toEqual(wanted);
      }),
      { numRuns: 20 },
    );
  });

  it("to what restricts no less than either", () => {
    fc.assert(
      fc.property(restraint, restraint, (a, b) => {
        const both = meet(a, b);
        expect(both.minConfidence >= a.minConfidence && both.sizeFactor <= a.sizeFactor && both.maxGrossRatio <= a.maxGrossRatio).toBe(
          true,
        );
        expect(both.allowEntries && !a.allowEntries).toBe(false);
        expect(both.allowAmplification && !a.allowAmplification).toBe(false);
        expect(!both.coreSymbolsOnly && a.coreSymbolsOnly).toBe(false);
      }),
    );
  });
});

describe("the risk modes", () => {
  it("restrain more the more careful they are", () => {
    for (const [i, mode] of RISK_MODES.entries())
      for (const careful of RISK_MODES.slice(i)) expect(meet(RESTRAINTS[mode], RESTRAINTS[careful])).toEqual(RESTRAINTS[careful]);
  });

  it("NORMAL is hands off, and SAFE is the cascade", () => {
    expect(RESTRAINTS.NORMAL).toEqual({ ...TOP, riskMode: "NORMAL" });
    expect(RESTRAINTS.SAFE).toMatchObject({ minConfidence: 0.7, maxGrossRatio: 0.5, coreSymbolsOnly: true, allowAmplification: false });
  });
});

function permutations<T>(list: readonly T[]): T[][] {
  return list.length < 2 ? [[...list]] : list.flatMap((one, i) => permutations(list.toSpliced(i, 1)).map((rest) => [one, ...rest]));
}
