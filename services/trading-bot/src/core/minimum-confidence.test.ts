import { describe, expect, it } from "@jest/globals";
import { desk, settings, signal } from "../../test/scenario.ts";
import { minimumConfidence } from "./minimum-confidence.ts";

describe("TB-01 minimum confidence", () => {
  it("passes exactly at 0.55 and fails just below", () => {
    expect(minimumConfidence(signal({ confidence: 0.55 }), desk())).toMatchObject({
      rule: "TB-01",
      passed: true,
      observed: 0.55,
      limit: 0.55,
    });
    expect(minimumConfidence(signal({ confidence: 0.5499 }), desk()).passed).toBe(false);
  });

  it("follows the setting, and never lets a figure that is no number pass", () => {
    expect(minimumConfidence(signal({ confidence: 0.6 }), { settings: settings({ minConfidence: 0.61 }) }).passed).toBe(false);
    expect(minimumConfidence(signal({ confidence: Number.NaN }), desk()).passed).toBe(false);
  });
});
