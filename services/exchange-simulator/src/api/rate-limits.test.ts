import { describe, expect, it } from "@jest/globals";
import { SIMULATOR_LIMITS } from "../limits.ts";
import type { ApiError } from "./api-error.ts";
import { RateLimits } from "./rate-limits.ts";

const SETTINGS = { weightPerMinute: 10, ordersPer10s: 2, ordersPerMinute: 3 };
const MINUTE = 1_700_000_040_000;

function statusOf(count: () => unknown): number {
  try {
    count();
    return 200;
  } catch (error) {
    return (error as ApiError).status;
  }
}

describe("rate limits", () => {
  it("exactly the limit passes, one more is 429, the next minute is free again", () => {
    const limits = new RateLimits(SETTINGS);
    expect(statusOf(() => limits.count({ weight: 10, orders: 0 }, MINUTE))).toBe(200);
    expect(statusOf(() => limits.count({ weight: 1, orders: 0 }, MINUTE + 59_999))).toBe(429);
    expect(statusOf(() => limits.count({ weight: 1, orders: 0 }, MINUTE + 60_000))).toBe(200);
  });

  it("orders are counted in ten seconds and in a minute", () => {
    const limits = new RateLimits({ ...SETTINGS, weightPerMinute: 1_000 });
    const order = (at: number) => statusOf(() => limits.count({ weight: 0, orders: 1 }, MINUTE + at));
    expect([order(0), order(1), order(2)]).toEqual([200, 200, 429]);
    expect([order(10_000), order(20_000)]).toEqual([429, 429]);
    expect(order(60_000)).toBe(200);
  });

  it("requests that place no order pass while orders are refused", () => {
    const limits = new RateLimits({ ...SETTINGS, weightPerMinute: 1_000 });
    for (let i = 0; i < 4; i++) statusOf(() => limits.count({ weight: 0, orders: 1 }, MINUTE));
    expect(statusOf(() => limits.count({ weight: 1, orders: 0 }, MINUTE))).toBe(200);
  });

  it("who goes on after being refused is banned, and the ban ends", () => {
    const limits = new RateLimits(SETTINGS);
    const statuses = Array.from({ length: SIMULATOR_LIMITS.refusalsBeforeBan + 2 }, () =>
      statusOf(() => limits.count({ weight: 11, orders: 0 }, MINUTE)),
    );
    expect(statuses.slice(0, -2).every((status) => status === 429)).toBe(true);
    expect(statuses.slice(-2)).toEqual([418, 418]);
    expect(limits.retryAfterSeconds(MINUTE)).toBe(SIMULATOR_LIMITS.banMs / 1000);
    expect(statusOf(() => limits.count({ weight: 1, orders: 0 }, MINUTE + SIMULATOR_LIMITS.banMs))).toBe(200);
  });
});
