import { describe, expect, it } from "@jest/globals";
import { account, codeOf, event, exit, intent, play, ready, requested, T0 } from "../../test/scenario.ts";

describe("RS-03: kill latch", () => {
  const kill = (data: unknown, name = "kill") =>
    ({ ...event("bars.closed", T0, {} as never), type: "feed", data: { name, data } }) as never;
  const set = kill({ set: true, by: "ann", reason: "odd fills" });
  it("stops entries, never exits, until a person clears it with a reason", () => {
    const clear = kill({ set: false, by: "ann", reason: "explained" });
    expect(codeOf([...ready(), set, requested(intent())])).toBe("KILL_LATCH");
    expect(codeOf([...ready(), account("10000", { BTCUSDT: "10" }), set, requested(exit())])).toBeNull();
    expect(codeOf([...ready(), set, clear, requested(intent())])).toBeNull();
  });
  it("a clear without name or reason sets it", () => {
    for (const data of [{ set: false, by: "", reason: "x" }, { set: false, by: "ann", reason: " " }, { set: false }, null]) {
      const { emitted, state } = play([kill(data)]);
      expect(state.kill.set).toBe(true);
      expect(emitted("killLatch.changed")[0]?.set).toBe(true);
    }
  });
  it("is told to everybody and to a person", () => {
    const { emitted } = play([set]);
    expect(emitted("killLatch.changed")).toEqual([{ set: true, by: "ann", reason: "odd fills" }]);
    expect(emitted("alert.raised")[0]).toMatchObject({ severity: "CRITICAL", code: "KILL_LATCH_SET" });
    expect(play([set, kill({ set: false, by: "ann", reason: "ok" })]).emitted("alert.raised")[1]).toMatchObject({
      code: "KILL_LATCH_CLEARED",
    });
  });
  it("leaves a row for every change by a person: from what to what, who and why", () => {
    const rows = play([set, kill({ set: false, by: "ben", reason: "explained" }), kill(null)]).effects.filter(
      ({ kind }) => kind === "store",
    );
    const fixed = { at: T0, service: "risk_safety", action: "kill_latch", recorded_at: T0 };
    expect(rows).toMatchObject([
      { table: "audit", row: { ...fixed, from_mode: "CLEAR", to_mode: "SET", by: "ann", reason: "odd fills" } },
      { table: "audit", row: { ...fixed, from_mode: "SET", to_mode: "CLEAR", by: "ben", reason: "explained" } },
      { table: "audit", row: { ...fixed, from_mode: "CLEAR", to_mode: "SET", by: "unknown", reason: "no reason given" } },
    ]);
  });
  it("another service may set it but not clear it, and the echo of our own word changes nothing", () => {
    const told = (value: boolean, source: string) => event("killLatch.changed", T0, { set: value, by: "ess", reason: "stop" }, { source });
    expect(play([told(true, "ess")]).state.kill.set).toBe(true);
    expect(play([told(true, "pba"), told(false, "pba")]).state.kill.set).toBe(true);
    expect(play([told(true, "ess"), told(false, "pba")]).state.kill.set).toBe(true);
    expect(play([told(true, "ess"), told(false, "ess")]).state.kill.set).toBe(false);
    expect(play([set, told(true, "ess"), told(false, "ess")]).state.kill).toMatchObject({ set: true, by: "ann" });
    expect(play([told(true, "ess"), told(true, "pba"), told(false, "ess")]).state.kill).toMatchObject({ set: true, by: "pba" });
    expect(play([told(true, "risk_safety")]).state.kill.set).toBe(false);
  });
  it("other feeds and unknown inputs change nothing", () => {
    expect(play([kill({ set: true }, "other"), event("service.started", T0, {} as never)]).effects).toEqual([]);
  });
});
