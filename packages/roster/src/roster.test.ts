import { describe, expect, it } from "@jest/globals";
import { event } from "@quantum/test-kit";
import type { Mode } from "@quantum/types";
import { isEnforced, type Roster, speaks, updateRoster } from "./roster.ts";

const started = (mode: Mode) => event("service.started", { service: "pba", version: "1", mode, recovered: 0 });
const stopped = event("service.stopped", { service: "pba", reason: "SIGTERM" });
const changed = (to: Mode) => event("mode.changed", { service: "pba", from: "OBSERVE", to, by: "anna", reason: "test" });

function after(...inputs: Parameters<typeof updateRoster>[1][]): Roster {
  const roster: Roster = {};
  for (const input of inputs) updateRoster(roster, input);
  return roster;
}

describe("the roster", () => {
  it("holds a service as enforced only between hello and goodbye, and only in a mode that binds", () => {
    expect(isEnforced(after(started("ENFORCED")), "pba")).toBe(true);
    expect(isEnforced(after(started("OBSERVE")), "pba")).toBe(false);
    expect(isEnforced(after(started("ENFORCED"), stopped), "pba")).toBe(false);
    expect(isEnforced(after(started("ENFORCED"), stopped, started("ENFORCED")), "pba")).toBe(true);
    expect(isEnforced({}, "pba")).toBe(false);
  });

  it("follows changes of mode", () => {
    expect(isEnforced(after(started("OBSERVE"), changed("ENFORCED")), "pba")).toBe(true);
    expect(speaks(after(started("ENFORCED"), changed("OFF")), "pba")).toBe(false);
    expect(speaks(after(started("ENFORCED"), changed("OBSERVE")), "pba")).toBe(true);
  });

  it("does not take a crash for a goodbye: nothing is said, so nothing changes", () => {
    expect(after(started("ENFORCED"), started("ENFORCED"))).toEqual(after(started("ENFORCED")));
  });

  it("passes over other inputs", () => {
    expect(updateRoster({}, event("killLatch.changed", { set: true, by: "anna", reason: "test" }))).toBe(false);
  });
});
