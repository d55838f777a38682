import { describe, expect, it } from "@jest/globals";
import { pause } from "./pause.ts";

/** Longer than any test may take. */
const FOR_EVER_MS = 3_600_000;

describe("a pause", () => {
  it("ends when its time is over", async () => {
    expect(await pause(1, new AbortController().signal)).toBeUndefined();
  });

  it("ends early when it is told to stop, and is none when it was told before", async () => {
    const stop = new AbortController();
    const waiting = pause(FOR_EVER_MS, stop.signal);
    stop.abort();
    await waiting;
    expect(await pause(FOR_EVER_MS, stop.signal)).toBeUndefined();
  });
});
