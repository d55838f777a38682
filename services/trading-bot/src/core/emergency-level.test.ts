import { describe, expect, it } from "@jest/globals";
import { desk, signal } from "../../test/scenario.ts";
import { emergencyLevel } from "./emergency-level.ts";
import type { EmergencyWord } from "./words.ts";

const under = (level: EmergencyWord["level"]) => {
  const calm = desk();
  return { words: { ...calm.words, emergency: { level, closing: false, reason: "ESS-01 equity fell" } } };
};

describe("the emergency stop that binds", () => {
  it("TB-36 lets entries pass at NORMAL, and nowhere else", () => {
    expect(emergencyLevel(signal(), under("NORMAL"))).toMatchObject({ rule: "TB-36", passed: true });
    for (const level of ["PAUSE", "REDUCE_ONLY", "HALT"] as const)
      expect(emergencyLevel(signal(), under(level))).toMatchObject({
        passed: false,
        observed: level,
        reason: "the desk is stopped: ESS-01 equity fell",
      });
  });

  it("says nothing while it does not bind", () => {
    expect(emergencyLevel(signal(), desk())).toBeNull();
  });
});
