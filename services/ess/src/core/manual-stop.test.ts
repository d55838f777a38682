import { describe, expect, it } from "@jest/globals";
import { given, TEST_TIME } from "@quantum/test-kit";
import { COOL, core, equity, looking, observing, stop, tick } from "../../test/scenario.ts";

describe("ESS-04 a person's stop", () => {
  it.each(["PAUSE", "REDUCE_ONLY", "HALT"] as const)("%s binds at once and stays", (level) => {
    const stopped = given(core()).after(looking(), stop({ level, close: false, by: "anna", reason: "drill" }));
    const at = TEST_TIME + 10 * COOL;
    expect(stopped.when(equity("1", at), tick(at)).state).toMatchObject({
      level,
      causes: [{ by: "anna", reason: "drill", latched: true }],
    });
  });

  it.each([null, "HALT", 7, {}, { level: "NORMAL" }, { level: "nonsense", by: " ", reason: 3 }])(
    "what cannot be read (%j) halts",
    (data) => {
      expect(given(core()).when(stop(data)).state).toMatchObject({ level: "HALT", causes: [{ by: "unknown", reason: "no reason given" }] });
    },
  );

  it("binds though the mode is OBSERVE or OFF", () => {
    expect(given(core(observing)).when(stop()).state.level).toBe("HALT");
  });

  it("a milder stop afterwards changes nothing; a wish to close widens the sweep once", () => {
    const halted = given(core()).after(stop());
    expect(halted.when(stop({ level: "PAUSE", by: "ben", reason: "calm" })).then([]).state.level).toBe("HALT");
    const closing = halted.when(stop({ level: "HALT", close: true, by: "ben", reason: "all out" }));
    expect(closing.called("sweep")).toMatchObject([{ request: { close: true } }]);
    expect(
      given(core())
        .state(closing.state)
        .when(stop({ level: "HALT", close: true }))
        .then([]),
    ).toBeDefined();
  });

  it("closing goes with HALT only", () => {
    expect(given(core()).when(stop({ level: "PAUSE", close: true })).state.causes[0]?.close).toBe(false);
  });

  it("a stricter stop afterwards takes over, with its own reason", () => {
    const outcome = given(core())
      .after(stop({ level: "PAUSE", by: "anna", reason: "hm" }))
      .when(stop({ level: "HALT", by: "ben", reason: "now" }));
    expect(outcome.state).toMatchObject({ level: "HALT", causes: [{ by: "ben", reason: "now" }] });
  });
});
