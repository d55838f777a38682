import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { eventually } from "@quantum/test-kit";
import { openStage, type RunningService, type Stage } from "@quantum/test-kit/stage";
import type { Intent } from "@quantum/types";
import { environment } from "../src/config.ts";
import { service } from "../src/service.ts";
import { goodbye, hello, policy, review, reviewed } from "./modules.ts";
import { bars, listed, settled, signal, signals, T0, valued } from "./scenario.ts";

let stage: Stage;
const launch = (own: Record<string, string> = {}) =>
  stage.launch("trading_bot", { environment, service }, { MODES: "ENFORCED,OBSERVE,OFF", ...own });

beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.close());

/** The answers that the bot has saved of the cycle it is in. */
async function answersSaved(): Promise<Record<string, unknown>> {
  return (await stage.saved<{ trading: { answers: Record<string, unknown> } | null }>("trading_bot"))?.trading?.answers ?? {};
}

/** Waits until a row like this is in the database. */
function untilStored(from: string, values: readonly string[]): Promise<number> {
  return eventually(async () => (await stage.database.query(`SELECT 1 FROM ${from}`, [...values])).rowCount);
}

async function firstIntent(): Promise<Intent> {
  const [requested] = await stage.until("order.requested", 1);
  return requested!.data.intent;
}

describe("trading_bot on a real bus", () => {
  it("carries a cycle over a restart: one order, one end, and the whole story on record", async () => {
    await launch();
    await stage.publish(listed(["BTCUSDT"]), bars(T0, { BTCUSDT: 100 }), valued(T0));
    await eventually(async () => (await answersSaved())["portfolio.valued"]);
    await stage.stop();
    await stage.publish(signals(T0, [signal()]));
    await launch();
    const intent = await firstIntent();
    await stage.stop();
    const bot = await launch();
    expect((await stage.ask(bot, "/trades")).body).toMatchObject({ trades: [] });
    await stage.publish(settled(intent), settled(intent));
    await stage.until("cycle.completed", 1);
    await stage.publish(bars(T0 + 60_000, { BTCUSDT: 100 }, false));
    expect((await stage.until("cycle.completed", 2)).map(({ cycle, data }) => [cycle, data.outcome])).toEqual([
      [T0, "TRADED"],
      [T0 + 60_000, "WATCHED"],
    ]);
    expect(await stage.said("order.requested")).toHaveLength(1);
    expect((await stage.ask(bot, "/cycle")).body).toMatchObject({ mode: "ENFORCED", current: null, last: { at: T0, outcome: "TRADED" } });
    expect((await stage.ask(bot, "/trades")).body).toMatchObject({ trades: [{ tradeId: intent.tradeId, quantity: "25" }], intents: [] });
    await untilStored("cycles WHERE key = $1", [String(T0)]);
    await explains(bot, intent);
  });

  it("ends a cycle nobody answers at its deadline, and takes no entry", async () => {
    await launch({ CYCLE_DEADLINE_MS: "200" });
    await stage.publish(listed(["BTCUSDT"]), bars(T0, { BTCUSDT: 100 }), signals(T0, [signal()]));
    const [end] = await stage.until("cycle.completed", 1);
    expect(end?.data).toMatchObject({ outcome: "EXPIRED", missing: ["portfolio_intelligence"] });
    expect(await stage.said("order.requested")).toEqual([]);
    expect((await stage.said("alert.raised")).map(({ data }) => data.code)).toContain("CYCLE_EXPIRED");
  });

  it("asks without binding after it was set to OBSERVE", async () => {
    const bot = await launch();
    expect(await stage.ask(bot, "/set_mode/OBSERVE", { body: { by: "anna", reason: "drill" } })).toMatchObject({ status: 200 });
    await stage.publish(listed(["BTCUSDT"]), bars(T0, { BTCUSDT: 100 }), signals(T0, [signal()]), valued(T0));
    await firstIntent();
    expect((await stage.said("order.requested")).map(({ data, mode }) => [data.binding, mode])).toEqual([[false, "OBSERVE"]]);
  });
});

describe("trading_bot and a module that is ENFORCED", () => {
  const answers = () => [listed(["BTCUSDT"]), bars(T0, { BTCUSDT: 100 }), signals(T0, [signal()]), valued(T0)] as const;
  const isWaiting = async () => {
    const answered = await answersSaved();
    return answered["signals.generated"] && answered["portfolio.valued"];
  };

  it("waits for it over a restart, obeys it, and goes on without it as soon as it says goodbye", async () => {
    await launch();
    await stage.publish(hello("orchestrator_policy"), ...answers());
    await eventually(isWaiting);
    await stage.stop();
    expect(await stage.said("order.requested")).toEqual([]);
    await launch();
    await stage.publish(policy(T0, { sizeFactor: 0.5 }));
    expect(await firstIntent()).toMatchObject({ symbol: "BTCUSDT", quantity: "12.5" });
    const next = T0 + 300_000;
    await stage.publish(bars(next, { BTCUSDT: 100 }), signals(next, []), valued(next), goodbye("orchestrator_policy"));
    const [end] = await stage.until("cycle.completed", 1, ({ cycle }) => cycle === next);
    expect(end?.data).toMatchObject({ outcome: "NOTHING_TO_DO", missing: [] });
  });

  it("sends nothing that pba has not reviewed, also when it is killed between proposal and review", async () => {
    await launch();
    await stage.publish(hello("pba"), ...answers());
    const [proposed] = await stage.until("trades.proposed", 1);
    await stage.stop();
    await launch();
    expect(await stage.said("order.requested")).toEqual([]);
    const intent = proposed?.data.proposals[0]?.intent as Intent;
    await stage.publish(reviewed(T0, [review(intent, "SHRINK", "3")]));
    expect(await firstIntent()).toEqual({ ...intent, quantity: "3" });
    await stage.publish(settled({ ...intent, quantity: "3" }));
    await untilStored("cycles WHERE key = $1 AND outcome = 'TRADED'", [String(T0)]);
    const { rows } = await stage.database.query("SELECT story FROM decisions WHERE key = $1", [intent.intentId]);
    expect(rows[0]?.story).toMatchObject({
      decidedBy: { rule: "TB-23" },
      advice: [{ service: "pba", about: { review: { outcome: "SHRINK" } } }],
    });
  });
});

/** What others wrote about the order is told with it. */
async function explains(bot: RunningService, intent: Intent): Promise<void> {
  const { intentId, tradeId } = intent;
  await stage.database.query(
    "INSERT INTO clearances (key, at, trade_id, symbol, purpose, cleared, binding, intent, verdicts) VALUES ($1, $2, $3, 'BTCUSDT', 'ENTRY', true, true, '{}', '[]')",
    [intentId, T0, tradeId],
  );
  await stage.database.query(
    "INSERT INTO orders (key, at, intent_id, trade_id, leg, symbol, side, type, quantity, reduce_only, status, updated_at) VALUES ('c1', $2, $1, $3, 'ENTRY', 'BTCUSDT', 'BUY', 'MARKET', 25, false, 'FILLED', $2)",
    [intentId, T0, tradeId],
  );
  await stage.database.query(
    "INSERT INTO fills (key, at, client_order_id, trade_id, leg, symbol, side, quantity, price, fee_usd, realised_pnl_usd, maker, exchange_trade_id) VALUES ('f1', $1, 'c1', $2, 'ENTRY', 'BTCUSDT', 'BUY', 25, 100.01, 1.25, 0, false, '7')",
    [T0, tradeId],
  );
  const story = await eventually(async () => {
    const { status, body } = await stage.ask(bot, `/explain/${intentId}`);
    return status === 200 && body.decision ? body : null;
  });
  expect(story).toMatchObject({
    intentId,
    decision: { trade_id: tradeId, rank: 1, story: { signal: { confidence: 0.8 }, sizing: { quantity: "25" }, intent: { intentId } } },
    clearance: { cleared: true },
    orders: [{ key: "c1", leg: "ENTRY" }],
    fills: [{ price: "100.01", fee_usd: "1.25" }],
    trade: null,
  });
  expect(await stage.ask(bot, "/explain/nobody")).toMatchObject({ status: 404, body: { error: "UNKNOWN_INTENT" } });
}
