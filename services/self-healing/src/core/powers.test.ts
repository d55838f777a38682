import { describe, expect, it } from "@jest/globals";
import { given } from "@quantum/test-kit";
import { begun, core, looks, oneFrozen, others, well } from "../../test/scenario.ts";

describe("modes", () => {
  it("OBSERVE says what it would do, and does nothing; OFF does not even look", () => {
    const out = begun(oneFrozen, "OBSERVE").when(...looks(1, 6, oneFrozen, "OBSERVE"));
    expect(out.emitted("healing.decided")).toMatchObject([{ action: "RESTART", carriedOut: false }]);
    expect(out.effects.filter(({ kind }) => kind === "call")).toEqual([]);
    expect(begun(oneFrozen, "OFF").when(...looks(1, 60, oneFrozen, "OFF")).effects).toEqual([]);
  });

  it("SAFE restarts and reconnects, but sets nothing aside", () => {
    expect(
      begun(oneFrozen, "SAFE")
        .when(...looks(1, 6, oneFrozen, "SAFE"))
        .called("restart"),
    ).toHaveLength(1);
    const corrupt = (now: number) => [well("pil", now, { corrupt: "outbox" }), ...others(now)];
    const out = given(core).when(...looks(0, 2, corrupt, "SAFE"));
    expect(out.called("quarantine")).toEqual([]);
    expect(out.emitted("healing.decided")).toMatchObject([{ action: "QUARANTINE", carriedOut: false }]);
  });
});
