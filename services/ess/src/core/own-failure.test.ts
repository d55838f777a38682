import { describe, expect, it } from "@jest/globals";
import { given } from "@quantum/test-kit";
import { core, feed } from "../../test/scenario.ts";

describe("ESS-07 failures of its own", () => {
  it("halt and latch, with the reason", () => {
    expect(given(core()).when(feed("failure", "the journal cannot be read")).state).toMatchObject({
      level: "HALT",
      causes: [{ rule: "ESS-07", reason: "the journal cannot be read", latched: true }],
    });
    expect(given(core()).when(feed("failure", { odd: 1 })).state.causes[0]?.reason).toBe("no reason given");
  });
});
