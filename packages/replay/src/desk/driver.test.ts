import { describe, expect, it } from "@jest/globals";
import { CallFailure } from "@quantum/service-kit/definition";
import { type Core, type Effect, emit, type FleetEvent, type Input } from "@quantum/types";
import { Driver } from "./driver.ts";
import { seatOf } from "./seat.ts";

const AT = 1_000_000;
const alert = (code: string) => emit("alert.raised", { service: "x", severity: "INFO", code, message: "", action: "" });

/** A core that does what it is told for each input, and remembers in which order inputs came. */
function told(name: string, consumes: Core<string[]>["consumes"], does: (input: Input) => Effect[]): Core<string[]> {
  return {
    name,
    consumes,
    emits: ["alert.raised"],
    initial: () => [],
    decide: (state, input) => {
      state.push(nameOf(input));
      return { state, effects: does(input) };
    },
  };
}

function nameOf(input: Input): string {
  if (input.type === "feed" || input.type === "wake" || input.type === "call.answered") return `${input.type}:${input.data.name}`;
  return input.type === "alert.raised" ? input.data.code : input.type;
}

function deskOf(...cores: { core: Core<string[]>; calls?: Parameters<typeof seatOf>[0]["calls"] }[]) {
  const events: FleetEvent[] = [];
  const rows: string[] = [];
  const seats = cores.map(({ core, calls }) => seatOf({ core, mode: "ENFORCED", settings: null, ...(calls ? { calls } : {}) }));
  const driver = new Driver(seats, { event: (event) => void events.push(event), row: (table) => void rows.push(table) });
  const observe = (untilAt = AT + 1) => driver.observe("first", { name: "go", data: null, at: AT, key: "go" }, untilAt);
  return { observe, events, rows, heard: (seat: number) => seats[seat]?.state as string[] };
}

const onFeed =
  (...effects: Effect[]) =>
  (input: Input) =>
    input.type === "feed" ? effects : [];
const wake = (name: string, afterMs: number): Effect => ({ kind: "wake", name, afterMs, data: null });
const call = (name: string): Effect => ({ kind: "call", callId: name, name, request: null });

describe("the order in which a desk works", () => {
  it("events go first in first out to every reader, then calls in the order asked, then wake-ups by when they are due", async () => {
    const first = told(
      "first",
      ["alert.raised"],
      onFeed(wake("late", 20), call("one"), alert("a"), wake("soon", 10), alert("b"), call("two")),
    );
    const desk = deskOf(
      { core: first, calls: { one: async () => 1, two: async () => 2 } },
      { core: told("second", ["alert.raised"], () => []) },
    );
    await desk.observe(AT + 1_000);
    expect(desk.heard(0)).toEqual(["feed:go", "a", "b", "call.answered:one", "call.answered:two", "wake:soon", "wake:late"]);
    expect(desk.heard(1)).toEqual(["a", "b"]);
  });

  it("a wake-up that is due exactly at the next bar waits for it, one a millisecond before does not", async () => {
    const desk = deskOf({ core: told("first", [], onFeed(wake("before", 99), wake("at", 100))) });
    await desk.observe(AT + 100);
    expect(desk.heard(0)).toEqual(["feed:go", "wake:before"]);
  });

  it("an alert is an event and a row, as in the fleet", async () => {
    const desk = deskOf({ core: told("first", [], onFeed(alert("a"))) });
    await desk.observe();
    expect(desk.rows).toEqual(["alerts"]);
    expect(desk.events[0]).toMatchObject({ source: "first", at: AT, mode: "ENFORCED", type: "alert.raised" });
  });
});

describe("what goes wrong", () => {
  const answers: unknown[] = [];
  const core = told("first", [], (input) => {
    if (input.type === "call.answered") answers.push(input.data);
    return input.type === "feed" ? [call("refused"), call("unknown")] : [];
  });

  it("a refused call and one without a handler come back as answers", async () => {
    const refused = () => Promise.reject(new CallFailure({ definitive: true, code: "-1", message: "no" }));
    await deskOf({ core, calls: { refused } }).observe();
    expect(answers).toMatchObject([
      { ok: false, error: { definitive: true, code: "-1" } },
      { ok: false, error: { definitive: true, code: "NO_HANDLER" } },
    ]);
  });

  it("a core that throws ends the run and says on what", async () => {
    const broken = told("first", [], () => {
      throw new Error("divided by zero");
    });
    await expect(deskOf({ core: broken }).observe()).rejects.toThrow(
      /first threw on feed go \(.*\) at 1970-01-01T00:16:40.000Z: divided by zero/,
    );
  });
});
