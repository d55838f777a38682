import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { eventually } from "@quantum/test-kit";
import { openStage, type RunningService, type Sent, type Stage } from "@quantum/test-kit/stage";
import { environment } from "../src/config.ts";
import { service } from "../src/service.ts";
import { BAR_MS, cleared, closed, filled, intent, market, SYMBOL, settled, submitted, T0 } from "./scenario.ts";

let stage: Stage;
let running: RunningService;
const launch = () => stage.launch("aelm", { environment, service }, { AELM_MODE: "ENFORCED", MODES: "OBSERVE,ENFORCED,OFF" });

beforeAll(async () => {
  stage = await openStage();
  running = await launch();
});
afterAll(() => stage.close());

const plansOf = (intentId: string) => stage.until("order.planned", 1, ({ data }) => data.intentId === intentId);
const planFor = (sent: Sent) => stage.ask(running, "/plan", { ...sent, token: null });

describe("aelm over a real bus", () => {
  const order = intent();

  it("plans an order, goes on after a restart, and measures what it cost", async () => {
    await stage.publish(...market(), cleared(order));
    const [plan] = await plansOf(order.intentId);
    expect(plan).toMatchObject({ mode: "ENFORCED", data: { urgency: "NORMAL", steps: [{ kind: "MAKER" }, { kind: "IOC" }] } });

    await stage.stop(running);
    running = await launch();
    const child = submitted(order, { type: "LIMIT", timeInForce: "GTX", price: "100.01" });
    const fill = filled(order, { price: "100.01", quantity: "10", feeUsd: "0.20002", maker: true });
    await stage.publish(child, fill, settled(order), cleared(order));
    const measured = await stage.until("shortfall.measured", 1, ({ data }) => data.intentId === order.intentId);
    expect(measured).toMatchObject([{ data: { executed: "PLANNED", totalBps: 3.0002, filledQuantity: "10" } }]);
    expect(await plansOf(order.intentId)).toHaveLength(1);
  });

  it("shows shortfalls and plans, also a plan that only the database still has", async () => {
    expect((await stage.ask(running, "/shortfall")).body).toMatchObject({
      PLANNED: { parents: 1, lateP95Bps: 3.0002 },
      PLAIN: { parents: 0 },
      latest: [{ intentId: "i1" }],
    });
    expect(await stage.ask(running, "/plans/i1")).toMatchObject({ status: 200, body: { intentId: "i1", guardPrice: "100.45" } });
    expect(await stage.ask(running, "/plans/nobody")).toMatchObject({ status: 404 });
    const joined = "SELECT s.total_bps, p.plan FROM shortfalls s JOIN plans p USING (key) WHERE key = 'i1'";
    const row = await eventually(async () => (await stage.database.query(joined)).rows[0], { what: "the rows" });
    expect(row).toMatchObject({ total_bps: 3.0002, plan: { intentId: "i1" } });
  });

  it("answers what-ifs without a token, and refuses with 400 what it cannot read", async () => {
    const wanted = { symbol: SYMBOL, side: "SELL", quantity: "10", purpose: "EXIT", reason: "EXIT_STOP: x" };
    expect(await planFor({ body: wanted })).toMatchObject({ status: 200, body: { urgency: "HIGH", steps: [{ kind: "MARKET" }] } });
    const unknown = await planFor({ body: { ...wanted, symbol: "NOBODYUSDT" } });
    expect(unknown).toMatchObject({ status: 400, body: { message: expect.stringContaining("NOBODYUSDT") } });
    expect((await planFor({ body: { ...wanted, quantity: "0" } })).status).toBe(400);
    expect((await planFor({ text: "{" })).status).toBe(400);
  });

  it("plans the plain order when its market is old", async () => {
    const late = intent({ intentId: "late", tradeId: "late", decidedAt: T0 + 5 * BAR_MS });
    await stage.publish(closed(T0 + 4 * BAR_MS, { low: 99.9, high: 100.1, close: 100 }), cleared(late));
    const [plan] = await plansOf("late");
    expect(plan?.data.steps).toMatchObject([{ kind: "MARKET", quantity: "10" }]);
  });
});
