import { describe, expect, it } from "@jest/globals";
import { faultsOf } from "./faults.ts";
import { orderCosts } from "./order-costs.ts";

describe("what orders cost", () => {
  it("is told apart by how they were carried out, and compared only where the other way is known", () => {
    const costs = orderCosts([
      { executed: "PLAIN", totalBps: 8, otherBps: 5 },
      { executed: "PLAIN", totalBps: 10, otherBps: null },
      { executed: "PLANNED", totalBps: 3, otherBps: 9 },
    ]);
    expect(costs).toEqual({
      plain: { orders: 2, totalBps: 9, compared: 1, sameBps: 8, otherBps: 5 },
      planned: { orders: 1, totalBps: 3, compared: 1, sameBps: 3, otherBps: 9 },
    });
  });

  it("is unknown, not free, where nobody measured", () => {
    expect(orderCosts([])).toBeNull();
    expect(orderCosts([{ executed: "PLAIN", totalBps: 1, otherBps: null }])?.planned).toMatchObject({ orders: 0, totalBps: null });
  });
});

describe("faults of a day", () => {
  it("are counted by service and kind", () => {
    const frozen = { service: "pba", fault: "FROZEN", restarts: 1 };
    expect(faultsOf([frozen, frozen, { ...frozen, fault: "DEAD", restarts: 0 }])).toEqual({
      incidents: 3,
      restarted: 2,
      kinds: { "pba FROZEN": 2, "pba DEAD": 1 },
    });
  });

  it("are unknown when nobody watched, and none when somebody did", () => {
    expect(faultsOf(null)).toBeNull();
    expect(faultsOf([])).toEqual({ incidents: 0, restarted: 0, kinds: {} });
  });
});
