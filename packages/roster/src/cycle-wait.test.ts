import { describe, expect, it } from "@jest/globals";
import { event, woken } from "@quantum/test-kit";
import { closeCycle, createCycleWait, hearWord, isGone, openCycle, partsLeft, waitWake, wordOf } from "./cycle-wait.ts";
import { type Roster, updateRoster } from "./roster.ts";

interface Words {
  first: string;
  second: string;
}

describe("the wait of a cycle", () => {
  it("keeps what was said for the open cycle, before or after it opened, and the first word counts", () => {
    const wait = createCycleWait<Words>();
    hearWord(wait, "first", { cycle: 10, word: "early" });
    expect(openCycle(wait, 10)).toBe(true);
    hearWord(wait, "first", { cycle: 10, word: "again" });
    hearWord(wait, "second", { cycle: 10, word: "late" });
    expect([wordOf(wait, "first"), wordOf(wait, "second")]).toEqual(["early", "late"]);
  });

  it("passes over words of cycles that are over, and words of no cycle", () => {
    const wait = createCycleWait<Words>();
    openCycle(wait, 10);
    hearWord(wait, "first", { cycle: 9, word: "old" });
    hearWord(wait, "second", { cycle: undefined, word: "none" });
    expect([wordOf(wait, "first"), wordOf(wait, "second")]).toEqual([null, null]);
    closeCycle(wait);
    hearWord(wait, "first", { cycle: 10, word: "after the answer" });
    expect(wait.words).toEqual({});
  });

  it("opens a cycle once and never goes back", () => {
    const wait = createCycleWait<Words>();
    expect([openCycle(wait, 10), openCycle(wait, 10), openCycle(wait, 9), openCycle(wait, 11)]).toEqual([true, false, false, true]);
  });

  it("forgets the words of an answered cycle and keeps those of the next", () => {
    const wait = createCycleWait<Words>();
    openCycle(wait, 10);
    hearWord(wait, "first", { cycle: 10, word: "now" });
    hearWord(wait, "second", { cycle: 15, word: "next" });
    closeCycle(wait);
    expect(wait).toEqual({ open: null, last: 10, words: { second: { cycle: 15, word: "next" } } });
  });

  it("counts the parts of its wait, for its own cycle only", () => {
    const wait = createCycleWait<Words>();
    openCycle(wait, 10);
    expect(waitWake(wait, 2000)).toEqual({ kind: "wake", name: "cycle wait", afterMs: 500, data: { cycle: 10, partsLeft: 3 } });
    expect(partsLeft(wait, woken("cycle wait", { cycle: 10, partsLeft: 0 }))).toBe(0);
    expect(partsLeft(wait, woken("cycle wait", { cycle: 9, partsLeft: 0 }))).toBeNull();
    expect(partsLeft(wait, woken("another", { cycle: 10, partsLeft: 0 }))).toBeNull();
  });

  it("takes only a goodbye or OFF for gone; who was never heard of may still come", () => {
    const roster: Roster = {};
    expect(isGone(roster, "pil")).toBe(false);
    updateRoster(roster, event("service.started", { service: "pil", version: "1", mode: "OFF", recovered: 0 }));
    expect(isGone(roster, "pil")).toBe(true);
    updateRoster(roster, event("service.started", { service: "pil", version: "1", mode: "OBSERVE", recovered: 0 }));
    expect(isGone(roster, "pil")).toBe(false);
    updateRoster(roster, event("service.stopped", { service: "pil", reason: "SIGTERM" }));
    expect(isGone(roster, "pil")).toBe(true);
  });
});
