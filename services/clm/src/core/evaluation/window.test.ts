import { describe, expect, it } from "@jest/globals";
import { EVALUATION } from "../limits.ts";
import { dueWindow, evaluationId, windowUntilNow } from "./window.ts";

const DAY_MS = 86_400_000;
const MIDNIGHT = Date.UTC(2026, 0, 31);
const DAILY = { everyHours: 24, days: 30 };
const due = (lastCloseAt: number, schedule = DAILY, ...openAt: number[]) =>
  dueWindow({ lastCloseAt, open: openAt.map((predictedAt) => ({ predictedAt })) }, schedule);

describe("CLM-04: the window that is due", () => {
  it("ends at midnight, once its last predictions have been heard, and not a millisecond earlier", () => {
    const ready = MIDNIGHT + EVALUATION.labelledAfterMs;
    expect(due(ready)).toEqual({ fromAt: MIDNIGHT - 30 * DAY_MS, toAt: MIDNIGHT });
    expect(due(ready - 1)?.toAt).toBe(MIDNIGHT - DAY_MS);
  });

  it("waits for the label of its very last prediction, however long its horizon, and for none of those after it", () => {
    const later = MIDNIGHT + 6 * 3_600_000;
    expect(due(later, DAILY, MIDNIGHT, MIDNIGHT + 300_000)?.toAt).toBe(MIDNIGHT);
    expect(due(later, DAILY, MIDNIGHT + 300_000, MIDNIGHT - 1)?.toAt).toBe(MIDNIGHT - DAY_MS);
  });

  it("is one and the same until the next is due", () => {
    const ids = [2, 7, 25.99].map((hours) => evaluationId(due(MIDNIGHT + hours * 3_600_000)!));
    expect(new Set(ids).size).toBe(1);
  });

  it("is none before there is a market, and none when it is switched off", () => {
    expect(due(0)).toBeNull();
    expect(due(MIDNIGHT, { everyHours: 0, days: 30 })).toBeNull();
  });
});

describe("the window asked for by hand", () => {
  it("includes the cycle that closed last, and asked twice in a cycle it is the same", () => {
    const window = windowUntilNow(MIDNIGHT, 7);
    expect(window).toEqual({ fromAt: MIDNIGHT + 1 - 7 * DAY_MS, toAt: MIDNIGHT + 1 });
    expect(evaluationId(windowUntilNow(MIDNIGHT, 7))).toBe(evaluationId(window));
  });
});
