import { describe, expect, it } from "@jest/globals";
import { begun, frozen, looks, well } from "../../test/scenario.ts";

describe("SH-07 common cause", () => {
  const scene = (sick: number) => (now: number) => ["a", "b", "c", "d", "e"].map((name, i) => (i < sick ? frozen(name) : well(name, now)));

  it("restarts nobody while many are ill in the same way at once, and says so once each", () => {
    const out = begun(scene(3)).when(...looks(1, 8, scene(3)));
    expect(out.called("restart")).toEqual([]);
    expect(out.emitted("healing.decided").filter(({ rule, action }) => rule === "SH-07" && action === "WAIT")).toHaveLength(3);
  });

  it("two of five are two faults", () => {
    expect(
      begun(scene(2))
        .when(...looks(1, 8, scene(2)))
        .called("restart"),
    ).toHaveLength(2);
  });
});
