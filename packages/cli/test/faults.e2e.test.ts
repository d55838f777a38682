import { describe, expect, it } from "@jest/globals";
import { coreServices } from "../src/launch/fleet.ts";
import { drillEnvironment, KINDS, planFaults, runDrill } from "./fault-drill/index.ts";

const FLEET_WITHIN_MS = 240_000;
/** An outage passes and is over within this; no fault takes longer to be believed, restarted and healthy, even on a busy machine. */
const RECOVERED_WITHIN_MS = 30_000;

describe("a drill", () => {
  it("is the same for the same seed, and comes to every service and every kind of fault", () => {
    const services = [...coreServices(), "pil", "self_healing"];
    const plan = planFaults(100, services, 7);
    expect(planFaults(100, services, 7)).toEqual(plan);
    expect(planFaults(100, services, 8)).not.toEqual(plan);
    expect(new Set(plan.map(({ kind }) => kind))).toEqual(new Set(KINDS));
    expect(new Set(plan.flatMap(({ victim }) => victim ?? []))).toEqual(new Set(services));
  });

  it(
    "with self_healing every fault is overcome, nobody else is dragged along, and what was stopped on purpose stays so",
    async () => {
      const { recoveries, revived } = await runDrill({
        faults: 6,
        // One of each: kill, corrupt, stall, block, freeze, and Redis that stands still.
        seed: 398,
        services: [...coreServices(), "pil", "msc_ai", "self_healing"],
        stopped: ["pil"],
        env: drillEnvironment(process.env),
        note: () => undefined,
      });
      expect(recoveries).toHaveLength(6);
      for (const recovery of recoveries) {
        expect(recovery.recoveryMs).not.toBeNull();
        expect(recovery.recoveryMs).toBeLessThan(RECOVERED_WITHIN_MS);
        expect(recovery.cascade).toEqual([]);
      }
      expect(revived).toEqual([]);
    },
    FLEET_WITHIN_MS,
  );
});
