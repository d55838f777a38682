import { describe, expect, it } from "@jest/globals";
import { event, given, TEST_TIME } from "@quantum/test-kit";
import type { Mode } from "@quantum/types";
import { COOL, core, equity, looking, tick } from "../../test/scenario.ts";

const begun = given(core()).after(looking(), equity("10000"));
const asked = (source = "self_healing", mode: Mode = "ENFORCED", id = "asked-1") =>
  event("pause.asked", { by: source, errors: 7, limit: 6, windowMs: 60_000, reason: "7 errors" }, { source, mode, id });

describe("ESS-10 a pause that is asked for", () => {
  it("pauses without a latch, and ends a cool-down after it was asked for last", () => {
    const paused = begun.when(asked());
    expect(paused.state).toMatchObject({
      level: "PAUSE",
      causes: [{ trigger: "PAUSE_ASKED", rule: "ESS-10", latched: false, close: false, observed: "7", limit: "6", by: "self_healing" }],
    });
    expect(paused.state.causes[0]?.reason).toBe("self_healing asks for a pause: 7 errors");
    expect(paused.emitted("killLatch.changed")).toMatchObject([{ set: true }]);
    const again = begun.after(asked(), equity("10000", TEST_TIME + COOL - 1), asked("self_healing", "ENFORCED", "asked-2"));
    expect(again.when(equity("10000", TEST_TIME + COOL), tick(TEST_TIME + COOL)).state.level).toBe("PAUSE");
    const end = TEST_TIME + 2 * COOL - 1;
    const over = again.when(equity("10000", end), tick(end));
    expect(over.state).toMatchObject({ level: "NORMAL", causes: [] });
    expect(over.emitted("killLatch.changed")).toMatchObject([{ set: false }]);
  });

  it("is asked for by self_healing alone, and only while its word binds", () => {
    for (const word of [asked("pba"), asked("self_healing", "OBSERVE"), asked("self_healing", "OFF")])
      expect(begun.when(word).then([]).state.causes).toEqual([]);
    expect(begun.when(asked("self_healing", "DEFENSIVE")).state.level).toBe("PAUSE");
  });

  it("changes nothing on an accelerated day, where its moment would be another every time", () => {
    const cycles = given(core({ clock: "cycles" }));
    expect(cycles.when(asked()).then([]).state.causes).toEqual([]);
  });
});
