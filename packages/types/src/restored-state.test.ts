import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { restoredState, stateVersion, UnusableStateError } from "./restored-state.ts";

const first = () => ({
  orders: {} as Record<string, unknown>,
  mode: "ENFORCED",
  market: { interval: null as string | null, closes: {} as Record<string, unknown>, spread: { mean: 0, square: 0 } },
  recent: [1],
});
type State = ReturnType<typeof first>;
const restored = (core: unknown, version?: string, upgrades: readonly ((saved: unknown) => unknown)[] = []) =>
  restoredState<State>({ name: "pba", initial: first, upgrades }, { core: JSON.stringify(core), version });

describe("a state that was saved", () => {
  it("is the first state when nothing was saved", () => {
    for (const core of [null, undefined, ""])
      expect(restoredState({ name: "pba", initial: first }, { core, version: null })).toEqual(first());
  });

  it("has what an older version did not know as at the first start, also inside its fixed parts", () => {
    expect(restored({ mode: "OFF", market: { interval: "5m", spread: { mean: 3 } } })).toEqual({
      orders: {},
      mode: "OFF",
      market: { interval: "5m", closes: {}, spread: { mean: 3, square: 0 } },
      recent: [1],
    });
  });

  it("keeps what was saved and is not known any more", () => {
    expect(restored({ ...first(), retired: { a: 1 } })).toEqual({ ...first(), retired: { a: 1 } });
  });

  it("keeps nulls, lists and entries of records as they were saved", () => {
    const saved = { orders: { a: { quantity: "1" } }, mode: null, market: null, recent: [{ a: 1 }] };
    expect(restored(saved)).toEqual(saved);
  });

  it("is taken as it is when it is no object", () => {
    expect(restoredState({ name: "list", initial: () => [1, 2, 3] }, { core: "[2]", version: "1" })).toEqual([2]);
    expect(restoredState({ name: "number", initial: () => 1 }, { core: "7", version: "1" })).toBe(7);
  });

  it("that has every field of the first state is never changed, whatever it holds", () => {
    const value = fc.jsonValue();
    const whole = fc.record({
      orders: fc.dictionary(fc.string(), value),
      mode: value,
      market: fc.record({ interval: value, closes: fc.dictionary(fc.string(), value), spread: fc.record({ mean: value, square: value }) }),
      recent: fc.array(value),
    });
    fc.assert(
      fc.property(whole, (state) => {
        expect(restored(state)).toEqual(JSON.parse(JSON.stringify(state)));
      }),
    );
  });

  it("that cannot be read is not taken for an empty one", () => {
    expect(() => restoredState({ name: "pba", initial: first }, { core: "{", version: "1" })).toThrow(UnusableStateError);
    expect(() => restored(first(), "one")).toThrow('has no version: "one"');
    expect(() => restored(first(), "0")).toThrow("has no version");
  });
});

describe("the versions of a state", () => {
  const upgrades = [
    (saved: unknown) => ({ ...(saved as object), mode: "renamed" }),
    (saved: unknown) => ({ ...(saved as object), recent: [(saved as State).mode] }),
  ];

  it("begin with 1 and go up by one with each upgrade", () => {
    expect([stateVersion({}), stateVersion({ upgrades: [] }), stateVersion({ upgrades })]).toEqual([1, 1, 3]);
  });

  it("take the upgrades that are missing, in their order, and no other", () => {
    expect(restored(first(), undefined, upgrades)).toMatchObject({ mode: "renamed", recent: ["renamed"] });
    expect(restored(first(), "1", upgrades)).toMatchObject({ mode: "renamed", recent: ["renamed"] });
    expect(restored(first(), "2", upgrades)).toMatchObject({ mode: "ENFORCED", recent: ["ENFORCED"] });
    expect(restored(first(), "3", upgrades)).toEqual(first());
  });

  it("newer than the program are refused, with what to do", () => {
    expect(() => restored(first(), "4", upgrades)).toThrow(
      "the saved state of pba is of version 4, and this program knows versions 1 to 3 only: start the program that wrote it, or a newer one",
    );
    expect(() => restored(first(), "2")).toThrow("knows version 1 only");
  });
});
