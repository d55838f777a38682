import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { eventually } from "@quantum/test-kit";
import { openStage, type RunningService, type Stage } from "@quantum/test-kit/stage";
import { environment } from "../src/config.ts";
import { service } from "../src/service.ts";
import { closed, listed, quoted, signal, signals, T0, tradeClosed, valued } from "./scenario.ts";

let stage: Stage;
let running: RunningService;
const launch = () => stage.launch("trading_mathematician", { environment, service });

beforeAll(async () => {
  stage = await openStage();
  running = await launch();
});
afterAll(() => stage.close());

const size = (body: unknown) => stage.ask<{ message: string }>(running, "/size", { body, token: null });

describe("trading_mathematician over a real bus", () => {
  it("sizes a cycle once, over a restart in the middle of it", async () => {
    await stage.publish(listed("BTCUSDT"), quoted(T0, "BTCUSDT"), tradeClosed("a", 1.5), closed(T0), signals(T0, signal("BTCUSDT")));
    await eventually(async () => (await stage.ask<{ trades: unknown[] }>(running, "/evidence")).body.trades.length === 1);
    await stage.stop(running);
    await stage.publish(valued(T0));
    running = await launch();
    const answers = await stage.until("sizes.advised", 1);
    expect(answers).toHaveLength(1);
    expect(answers[0]).toMatchObject({ mode: "OBSERVE", cycle: T0, data: { edge: { trades: 1 }, missing: [] } });
    expect(answers[0]?.data.sizes).toMatchObject([{ symbol: "BTCUSDT", outcome: "SIZED", stopPrice: "99" }]);
  }, 30_000);

  it("answers questions by the same rules, and says what is wrong with others", async () => {
    const figures = { balanceUsd: 10_000, atrPct: 1, winRate: 0.6, averageWin: 1.5, averageLoss: 1, trades: 200 };
    expect((await size(figures)).body).toMatchObject({ leverage: 5, slPct: 2, tpPct: 3, marginUsd: 500 });
    const about = { symbol: "BTCUSDT", direction: "LONG", price: 100, atrPct: 0.5, confidence: 0.6 };
    expect((await size(about)).body).toMatchObject({ outcome: "SIZED", stopPrice: "99", basis: "EXPLORATION" });
    const stated = { ...about, balanceUsd: 5000, evidence: { winRate: 0.2, averageWin: 1, averageLoss: 1, trades: 100 } };
    expect((await size(stated)).body).toMatchObject({ outcome: "REFUSED", quantity: "0" });
    const wrong = await size({ ...figures, winRate: 1.2, leverage: 50 });
    expect(wrong.status).toBe(400);
    expect(wrong.body.message).toMatch(/winRate[\s\S]*leverage|leverage[\s\S]*winRate/);
    expect((await size({ ...about, symbol: "bitcoin" })).status).toBe(400);
    expect((await size([])).status).toBe(400);
  });

  it("shows what its sizes rest on", async () => {
    expect((await stage.ask(running, "/evidence")).body).toMatchObject({
      edge: { trades: 1, winRate: 1 },
      risk: { basis: "EXPLORATION" },
      last: { cycle: T0, sized: 1 },
    });
  });
});
