import { describe, expect, it } from "@jest/globals";
import { ACCIDENTS, type Crash, FIRST_WAIT_MS, LONGEST_WAIT_MS, REMEMBERED_FOR_MS, waitBeforeRestartMs } from "./back-off.ts";

const NOW = 1_000_000;
const failedStart: Crash = { at: NOW, wasHealthy: false };
const accident: Crash = { at: NOW, wasHealthy: true };

function repeated(crash: Crash, times: number): Crash[] {
  return Array.from({ length: times }, () => crash);
}

describe("the wait before a crashed service is started again", () => {
  it("doubles with every start that fails, up to the longest wait", () => {
    const waits = [1, 2, 3, 4, 7, 20].map((times) => waitBeforeRestartMs(repeated(failedStart, times), NOW));
    expect(waits).toEqual([250, 500, 1000, 2000, 15_000, 15_000]);
    expect(waits.at(-1)).toBe(LONGEST_WAIT_MS);
  });

  it("is the first wait after an accident of a healthy service, even the tenth within a minute", () => {
    expect(waitBeforeRestartMs(repeated(accident, 1), NOW)).toBe(FIRST_WAIT_MS);
    expect(waitBeforeRestartMs(repeated(accident, ACCIDENTS), NOW)).toBe(FIRST_WAIT_MS);
    expect(waitBeforeRestartMs(repeated(accident, ACCIDENTS + 1), NOW)).toBe(2 * FIRST_WAIT_MS);
  });

  it("counts failed starts from the last time the service was healthy", () => {
    expect(waitBeforeRestartMs([failedStart, failedStart, accident, failedStart], NOW)).toBe(2 * FIRST_WAIT_MS);
  });

  it("forgets what is a minute old", () => {
    const old = repeated({ at: NOW - REMEMBERED_FOR_MS, wasHealthy: false }, 9);
    expect(waitBeforeRestartMs([...old, failedStart], NOW)).toBe(FIRST_WAIT_MS);
    const recent = repeated({ at: NOW - REMEMBERED_FOR_MS + 1, wasHealthy: false }, 2);
    expect(waitBeforeRestartMs([...recent, failedStart], NOW)).toBe(4 * FIRST_WAIT_MS);
  });
});
