import { beforeAll, describe, expect, it, jest } from "@jest/globals";
import type { Tape } from "@quantum/exchange-simulator/venue";
import { createRandom, nextUint32 } from "@quantum/market";
import { cutAt, type Heard, heard, noiseAfter, smallTape } from "./small-market.ts";

const CUTS = 5;

/** Several days of a whole desk, on a machine that may be busy. */
jest.setTimeout(120_000);

let tape: Tape;
let whole: Heard;
let cuts: number[];
beforeAll(async () => {
  tape = await smallTape();
  whole = await heard(tape);
  const random = createRandom("cuts");
  const { startAt, endAt } = tape.content;
  cuts = Array.from({ length: CUTS }, () => startAt + (1 + (nextUint32(random) % ((endAt - startAt) / tape.stepMs - 1))) * tape.stepMs);
});

/** Everything that was said until a moment: features, states, signals, rankings, sizes, orders, fills, valuations. */
function until(events: readonly string[], at: number): string[] {
  return events.filter((event) => (JSON.parse(event) as { at: number }).at <= at);
}

describe("what the desk says at a moment depends on nothing that comes after it", () => {
  it("the day is one on which there is something to say", () => {
    expect(whole.ledger.fills.length).toBeGreaterThan(10);
    expect(new Set(whole.events.map((event) => (JSON.parse(event) as { type: string }).type))).toContain("signals.generated");
  });

  it("it says the same when everything after a random moment is removed", async () => {
    for (const at of cuts) expect((await heard(cutAt(tape, at))).events).toEqual(until(whole.events, at));
  });

  it("it says the same when everything after a random moment is replaced by noise", async () => {
    for (const at of cuts) {
      const other = await heard(noiseAfter(tape, at));
      expect(until(other.events, at)).toEqual(until(whole.events, at));
      expect(other.hash).not.toBe(whole.hash);
    }
  });
});
