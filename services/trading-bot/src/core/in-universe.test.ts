import { describe, expect, it } from "@jest/globals";
import { desk, signal } from "../../test/scenario.ts";
import { inUniverse } from "./in-universe.ts";

const words = (active: string[], reduceOnly: string[] = [], left: Record<string, string> = {}) =>
  desk({ words: { universe: { active, reduceOnly, left, refreshedAt: 0 } } });

describe("TB-16 in the universe", () => {
  it("lets active members be entered, and nobody else", () => {
    expect(inUniverse(signal(), words(["BTCUSDT"]))).toMatchObject({ rule: "TB-16", passed: true, observed: "ACTIVE" });
    expect(inUniverse(signal(), words(["ETHUSDT"], [], { BTCUSDT: "SPREAD" }))).toMatchObject({
      passed: false,
      observed: "OUT",
      reason: "universe_os has BTCUSDT as OUT (SPREAD)",
    });
    expect(inUniverse(signal(), words([]))).toMatchObject({ passed: false });
  });

  it("lets a reduce-only member not be entered, also when it is named as active too", () => {
    expect(inUniverse(signal(), words([], ["BTCUSDT"]))).toMatchObject({ passed: false, observed: "REDUCE_ONLY" });
    expect(inUniverse(signal(), words(["BTCUSDT"], ["BTCUSDT"]))).toMatchObject({ passed: false });
  });

  it("says nothing while no universe binds", () => {
    expect(inUniverse(signal(), desk())).toBeNull();
  });
});
