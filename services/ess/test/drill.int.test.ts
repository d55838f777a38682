import { expect, it } from "@jest/globals";
import { drillFigures, renderDrillReport, runDrills } from "./drill/index.ts";

it("five drills of 200 orders and 20 positions, with rejects, lost answers and thin books: nothing is left, no position was ever without its stop", async () => {
  const results = await runDrills({
    drills: 5,
    symbols: 20,
    seed: 5,
    faults: { rejectRatio: 0.15, serverErrorRatio: 0.03, lostAckRatio: 0.03, onlyPaths: ["/fapi"] },
  });
  expect(results).toHaveLength(5);
  for (const result of results) {
    expect(result).toMatchObject({ entries: 200, positions: 20, bareLooks: 0, left: { orders: 0, positions: 0 } });
    expect(result.faults).toBeGreaterThan(0);
    expect(result.lastCancelMs).toBeLessThanOrEqual(result.flatMs);
  }
  const report = renderDrillReport(results, { machine: "this one", measuredAt: "2024-01-01", faults: "some" });
  expect(report).toContain("5 drills");
  expect(report).toContain("All targets were met.");
  expect(drillFigures(results)).toMatchObject({ drills: 5, passed: true, bareLooks: 0, ordersLeft: 0, positionsLeft: 0 });
  expect(drillFigures(results.map((each) => ({ ...each, bareLooks: 1 }))).passed).toBe(false);
  expect(drillFigures(results.map((each) => ({ ...each, flatMs: 20_001 }))).passed).toBe(false);
  expect(drillFigures([]).passed).toBe(false);
  expect(report).toContain("Left over after a drill: 0 orders, 0 positions.");
}, 300_000);
