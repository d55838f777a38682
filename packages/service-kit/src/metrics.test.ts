import { describe, expect, it } from "@jest/globals";
import { emit, type Verdict } from "@quantum/types";
import { METRICS } from "./metrics/catalogue.ts";
import { ServiceMetrics } from "./metrics.ts";

const VITALS = {
  status: "DEGRADED",
  mode: "OBSERVE",
  phase: 2,
  dependencies: { redis: "ok", postgres: "cannot be written" },
  lastEventAgeMs: 2_500,
  marketAt: 1_700_000_000_000,
  lag: 3,
  rowsBacklog: 7,
} as const;

const verdict = (rule: string, passed: boolean): Verdict => ({ module: "pba", rule, passed, observed: 1, limit: 2, reason: "r" });

/** The lines of one metric, without the default label. */
async function lines(metrics: ServiceMetrics, name: string): Promise<string[]> {
  const text = await metrics.exposition(VITALS, ["OBSERVE", "ENFORCED", "OFF"]);
  return text
    .split("\n")
    .filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
    .map((line) => line.replace(/,?module="pba"/, "").replace(`${name}`, ""));
}

describe("how a service is, when it is asked for its metrics", () => {
  const metrics = new ServiceMetrics("pba", "1.2.3");

  it("shows status, mode, phase and version", async () => {
    expect(await lines(metrics, "fleet_health_status")).toEqual(["{} 1"]);
    expect(await lines(metrics, "fleet_mode")).toEqual(['{mode="OBSERVE"} 1', '{mode="ENFORCED"} 0', '{mode="OFF"} 0']);
    expect(await lines(metrics, "fleet_build_info")).toEqual(['{version="1.2.3",phase="2"} 1']);
  });

  it("shows each dependency, its lag and its backlog", async () => {
    expect(await lines(metrics, "fleet_dependency_up")).toEqual(['{dependency="redis"} 1', '{dependency="postgres"} 0']);
    expect(await lines(metrics, "fleet_stream_lag_entries")).toEqual(["{} 3"]);
    expect(await lines(metrics, "fleet_rows_backlog_rows")).toEqual(["{} 7"]);
    expect(await lines(metrics, "fleet_input_age_seconds")).toEqual(["{} 2.5"]);
  });
});

describe("what events tell in figures", () => {
  it("counts verdicts and advice in the mode they were given in", async () => {
    const metrics = new ServiceMetrics("pba", "1");
    const review = (outcome: "ALLOW" | "BLOCK", verdicts: Verdict[]) => ({
      intentId: "i",
      symbol: "BTCUSDT",
      outcome,
      quantityBefore: "1",
      quantityAfter: "1",
      verdicts,
    });
    const reviews = [review("ALLOW", [verdict("PBA-01", true)]), review("BLOCK", [verdict("PBA-01", false), verdict("PBA-02", true)])];
    metrics.effect(emit("trades.reviewed", { reviews, reductions: [] }), "OBSERVE");
    expect(await lines(metrics, "fleet_advice_total")).toEqual(['{advice="ALLOW",mode="OBSERVE"} 1', '{advice="BLOCK",mode="OBSERVE"} 1']);
    expect(await lines(metrics, "fleet_verdicts_total")).toEqual([
      '{rule="PBA-01",passed="true",mode="OBSERVE"} 1',
      '{rule="PBA-01",passed="false",mode="OBSERVE"} 1',
      '{rule="PBA-02",passed="true",mode="OBSERVE"} 1',
    ]);
  });

  it("counts an entry that was filled and has no stop, and no other", async () => {
    const metrics = new ServiceMetrics("pba", "1");
    const settled = { intentId: "i", tradeId: "t", symbol: "BTCUSDT", purpose: "ENTRY", filledQuantity: "1", averagePrice: "1" } as const;
    metrics.effect(emit("order.settled", { ...settled, outcome: "FILLED", protected: true, code: null, reason: "" }), "ENFORCED");
    metrics.effect(emit("order.settled", { ...settled, outcome: "REJECTED", protected: false, code: "DUPLICATE", reason: "" }), "ENFORCED");
    expect(await lines(metrics, "fleet_unprotected_total")).toEqual(["{} 0"]);
    metrics.effect(
      emit("order.settled", { ...settled, outcome: "PARTIAL", protected: false, code: "UNPROTECTED", reason: "" }),
      "ENFORCED",
    );
    expect(await lines(metrics, "fleet_unprotected_total")).toEqual(["{} 1"]);
    expect(await lines(metrics, "fleet_orders_settled_total")).toHaveLength(3);
  });

  it("adds up what orders cost and gained apart, so that both only grow", async () => {
    const metrics = new ServiceMetrics("pba", "1");
    const measured = {
      intentId: "i",
      tradeId: "t",
      symbol: "BTCUSDT",
      purpose: "ENTRY",
      side: "BUY",
      executed: "PLANNED",
      quantity: "1",
      filledQuantity: "1",
      arrivalPrice: "1",
      averagePrice: "1",
      delayBps: 0,
      spreadBps: -2,
      impactBps: 1,
      feeBps: 4,
      opportunityBps: 0,
      totalBps: 3,
      otherBps: null,
    } as const;
    metrics.effect(emit("shortfall.measured", measured), "ENFORCED");
    expect(await lines(metrics, "fleet_shortfall_paid_bps_total")).toContain('{part="total"} 3');
    expect(await lines(metrics, "fleet_shortfall_paid_bps_total")).toContain('{part="spread"} 0');
    expect(await lines(metrics, "fleet_shortfall_gained_bps_total")).toContain('{part="spread"} 2');
  });
});

describe("a figure that cannot be taken", () => {
  it("is counted and costs nothing else", async () => {
    const metrics = new ServiceMetrics("pba", "1");
    metrics.effect(emit("trade.closed", { rMultiple: Number.NaN, netPnlUsd: "1", exitCode: "EXIT_STOP" } as never), "ENFORCED");
    expect(await lines(metrics, "fleet_figures_failed_total")).toContain('{type="trade.closed"} 1');
    expect(await lines(metrics, "fleet_effects_total")).toEqual(['{kind="emit",type="trade.closed"} 1']);
  });
});

describe("what a service shows before anything happened", () => {
  it("shows at zero what it reads and says, so that a rate sees the first one", async () => {
    const metrics = new ServiceMetrics("pba", "1");
    metrics.expect({ consumes: ["bars.closed"], emits: ["trades.reviewed"] });
    expect(await lines(metrics, "fleet_inputs_total")).toEqual(['{type="bars.closed"} 0']);
    expect(await lines(metrics, "fleet_dead_letters_total")).toEqual(['{type="bars.closed"} 0']);
    expect(await lines(metrics, "fleet_effects_total")).toEqual(['{kind="emit",type="trades.reviewed"} 0']);
    expect(await lines(metrics, "fleet_reloads_total")).toHaveLength(2);
  });
});

describe("the catalogue", () => {
  it("has no label whose values grow with trading: no symbol, no id", () => {
    const labels = new Set(Object.values(METRICS).flatMap((metric) => [...metric.labels]));
    for (const label of ["symbol", "intentId", "tradeId", "clientOrderId", "id", "reason"]) expect(labels).not.toContain(label);
  });

  it("names counters _total, and says what each metric is", () => {
    for (const [name, { kind, help }] of Object.entries(METRICS)) {
      expect(name).toMatch(/^fleet_[a-z_]+$/);
      expect(name.endsWith("_total")).toBe(kind === "counter");
      expect(help.length).toBeGreaterThan(5);
    }
  });
});
