import { describe, expect, it } from "@jest/globals";
import { event, given } from "@quantum/test-kit";
import { begun, core, look, looks, oneFrozen, others, T0, well } from "../../test/scenario.ts";

describe("SH-06 stopped on purpose", () => {
  it("is never revived: by the supervisor's word, or by its goodbye", () => {
    const stopped = (now: number) => [well("pil", T0, { run: "stopped", answer: "NONE" }), ...others(now)];
    expect(begun(stopped).when(...looks(1, 60, stopped)).effects).toEqual([]);
    const gone = (now: number) => [well("pil", T0, { run: "gone" }), ...others(now)];
    const goodbye = event("service.stopped", { service: "pil", reason: "SIGTERM" });
    expect(
      given(core)
        .after(goodbye)
        .when(...looks(0, 60, gone))
        .called("restart"),
    ).toEqual([]);
    const back = event("service.started", { service: "pil", version: "1", mode: "OBSERVE", recovered: 0 });
    expect(
      given(core)
        .after(goodbye, back)
        .when(...looks(0, 1, gone))
        .called("restart"),
    ).toHaveLength(1);
  });

  it("ends its incident when it is stopped in the middle of it, and one who left the fleet is forgotten", () => {
    const ill = begun(oneFrozen).after(...looks(1, 6, oneFrozen));
    const stopped = ill.when(look(T0 + 7_000, [well("pil", T0, { run: "stopped" }), ...others(T0 + 7_000)]));
    expect(stopped.emitted("incident.closed")).toMatchObject([{ outcome: "STOPPED_ON_PURPOSE" }]);
    expect(ill.when(look(T0 + 7_000, others(T0 + 7_000))).emitted("incident.closed")).toMatchObject([{ outcome: "GONE" }]);
  });
});
