import { rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, jest } from "@jest/globals";
import { eventually } from "@quantum/test-kit";
import { signatureOf } from "../src/alerts/channels.ts";
import { startEssProcess } from "./drill/ess-process.ts";
import { listenForAlerts, openStage, positionAndEntries, type Stage } from "./stage.ts";

// Processes are started and the exchange is looked at every few seconds.
jest.setTimeout(60_000);

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.close());

const STOP = { level: "HALT", close: false, by: "anna", reason: "drill" };
const position = () => stage.simulator.venue.exchange.markets.BTCUSDT?.position.size ?? 0;
const within = { withinMs: 20_000 };

describe("a stop, with neither Redis nor Postgres", () => {
  it("HALT cancels entries of both classes and leaves position and stop; re-arming needs a person and a reason", async () => {
    await positionAndEntries(stage);
    const ess = await stage.start();
    expect((await ess.call("/stop", STOP)).status).toBe(202);
    await eventually(async () => (await ess.call("/status")).json.sweep?.phase === "DONE", within);
    expect(stage.resting()).toEqual(["stop"]);
    expect(position()).toBeGreaterThan(0);
    expect((await ess.call("/status")).json).toMatchObject({ level: "HALT", sweep: { report: { cancelled: 2, unprotected: [] } } });
    expect((await ess.call("/rearm", { by: "anna" })).status).toBe(400);
    expect((await ess.call("/rearm", { reason: "over" })).status).toBe(400);
    expect((await ess.call("/rearm", { by: "anna", reason: "over" })).json).toMatchObject({ level: "NORMAL" });
  });

  it("with closing the position goes, and its stop only after it", async () => {
    await positionAndEntries(stage);
    const ess = await stage.start();
    await ess.call("/stop", { ...STOP, close: true });
    await eventually(async () => (await ess.call("/status")).json.sweep?.phase === "DONE", within);
    expect(position()).toBe(0);
    expect(stage.resting()).toEqual([]);
  });

  it("a position without a stop is named", async () => {
    await stage.order({ symbol: "ETHUSDT", side: "SELL", type: "MARKET", quantity: "0.5" });
    const ess = await stage.start();
    await ess.call("/stop", STOP);
    const status = await eventually(async () => {
      const { json } = await ess.call("/status");
      return json.sweep?.phase === "DONE" && json;
    }, within);
    expect(status.sweep.report.unprotected).toEqual(["ETHUSDT"]);
  });

  it("entries that come later are swept too while the level forbids them", async () => {
    const ess = await stage.start();
    await ess.call("/stop", STOP);
    await eventually(async () => (await ess.call("/status")).json.sweep?.phase === "DONE", within);
    await positionAndEntries(stage);
    await eventually(() => !stage.resting().some((id) => id.startsWith("entry")), within);
    expect(stage.resting()).toEqual(["stop"]);
  });

  it("wrong tokens, unknown levels and unknown modes are refused and change nothing", async () => {
    const ess = await stage.start();
    expect((await ess.call("/stop", STOP, "not-the-token-of-this")).status).toBe(401);
    expect((await ess.call("/rearm", { by: "a", reason: "b" }, "not-the-token-of-this")).status).toBe(401);
    expect((await ess.call("/stop", { ...STOP, level: "NORMAL" })).status).toBe(400);
    expect((await ess.call("/set_mode", { mode: "HEDGEFUND" })).json).toMatchObject({ error: "UNKNOWN_MODE" });
    expect((await ess.call("/status")).json).toMatchObject({ level: "NORMAL", causes: [] });
  });

  it("is HEALTHY as to itself: equity known, Redis missing makes it DEGRADED and no more", async () => {
    const ess = await stage.start();
    await eventually(async () => (await ess.call("/status")).json.equityUsd, within);
    expect((await ess.call("/health")).json).toMatchObject({
      service: "ess",
      status: "DEGRADED",
      mode: "ENFORCED",
      dependencies: { exchange: "ok", journal: "ok" },
    });
    expect((await ess.call("/version")).json).toMatchObject({ service: "ess" });
  });
});

describe("what stops by itself", () => {
  it("a fall of equity beyond the limit halts, as the exchange tells it", async () => {
    await positionAndEntries(stage);
    const ess = await stage.start({ ESS_MAX_DRAWDOWN_RATIO: "0.00001" });
    await eventually(async () => (await ess.call("/status")).json.equityUsd, within);
    await stage.order({ symbol: "BTCUSDT", side: "BUY", type: "MARKET", quantity: "0.05" });
    await eventually(async () => (await ess.call("/status")).json.sweep?.phase === "DONE", within);
    expect((await ess.call("/status")).json).toMatchObject({ level: "HALT", causes: [{ trigger: "DRAWDOWN", rule: "ESS-01" }] });
    expect(stage.resting()).toEqual(["stop"]);
  });

  it("OBSERVE says what it would do and does nothing", async () => {
    await positionAndEntries(stage);
    const ess = await stage.start({ ESS_MAX_DRAWDOWN_RATIO: "0.00001", ESS_MODE: "OBSERVE" });
    expect((await ess.call("/set_mode", { mode: "OBSERVE", by: "anna", reason: "watch" })).status).toBe(200);
    await eventually(async () => (await ess.call("/status")).json.equityUsd, within);
    await stage.order({ symbol: "BTCUSDT", side: "BUY", type: "MARKET", quantity: "0.05" });
    await eventually(async () => (await ess.call("/status")).json.wouldBe === "HALT", within);
    expect((await ess.call("/status")).json).toMatchObject({ level: "NORMAL", sweep: null });
    expect(stage.resting()).toEqual(["entry-algo", "entry-plain", "stop"]);
  });

  it("an exchange that does not answer makes equity unknown: only reducing is left; when it is back entries go", async () => {
    await positionAndEntries(stage);
    const ess = await stage.start({ ESS_EQUITY_STALE_MS: "400" });
    await eventually(async () => (await ess.call("/status")).json.equityUsd, within);
    const faults = `${stage.account.url}/control/faults`;
    const headers = { authorization: "Bearer control-token-of-the-drill", "content-type": "application/json" };
    await fetch(faults, { method: "POST", headers, body: JSON.stringify({ serverErrorRatio: 1, onlyPaths: ["/fapi"] }) });
    await eventually(async () => (await ess.call("/status")).json.level === "REDUCE_ONLY", within);
    expect((await ess.call("/health")).status).toBe(503);
    expect(stage.resting()).toHaveLength(3);
    await fetch(faults, { method: "DELETE", headers });
    await eventually(async () => (await ess.call("/status")).json.sweep?.phase === "DONE", within);
    expect(stage.resting()).toEqual(["stop"]);
  });
});

describe("bad input from the exchange", () => {
  it.each([
    ["a page", "<html>maintenance</html>"],
    ["null", "null"],
    ["figures that are none", JSON.stringify({ totalMarginBalance: "NaN", serverTime: "soon", symbols: 7 })],
  ])("%s for every answer: equity is unknown, only reducing is left, and it lives on to take a stop", async (_, body) => {
    const nonsense = createServer((_request, response) => response.writeHead(200, { "content-type": "application/json" }).end(body));
    await new Promise<void>((resolve) => nonsense.listen(0, "127.0.0.1", resolve));
    try {
      const url = `http://127.0.0.1:${(nonsense.address() as AddressInfo).port}`;
      const ess = await stage.start({ EXCHANGE_URL: url, ESS_EQUITY_STALE_MS: "400" });
      await eventually(async () => (await ess.call("/status")).json.level === "REDUCE_ONLY", within);
      expect((await ess.call("/status")).json.causes).toMatchObject([{ trigger: "EQUITY_UNKNOWN" }]);
      expect((await ess.call("/stop", STOP)).json.level).toBe("HALT");
    } finally {
      nonsense.closeAllConnections();
      await new Promise((resolve) => nonsense.close(resolve));
    }
  });
});

describe("the ways of a person", () => {
  it("a file stops while it exists; re-arming has to wait until it is gone", async () => {
    const file = join(stage.folder, "STOP");
    await positionAndEntries(stage);
    const ess = await stage.start({ ESS_STOP_FILE: file });
    writeFileSync(file, "close everything, the office burns");
    await eventually(async () => (await ess.call("/status")).json.sweep?.phase === "DONE", within);
    expect(position()).toBe(0);
    expect((await ess.call("/status")).json.causes).toMatchObject([{ by: "stop file", reason: "close everything, the office burns" }]);
    expect((await ess.call("/rearm", { by: "anna", reason: "fire is out" })).json).toMatchObject({ error: "STOP_FILE" });
    rmSync(file);
    expect((await ess.call("/rearm", { by: "anna", reason: "fire is out" })).status).toBe(200);
  });

  it("a signal stops; after SIGKILL it is stopped as before, and what was left undone is done", async () => {
    const env = stage.env({ LOG_LEVEL: "info" });
    const first = await startEssProcess(env);
    try {
      first.child.kill("SIGUSR2");
      await eventually(async () => (await first.get("/status")).json.level === "HALT", within);
    } finally {
      await first.kill("SIGKILL");
    }
    await positionAndEntries(stage);
    const second = await startEssProcess(env);
    try {
      expect((await second.get("/status")).json).toMatchObject({ level: "HALT", causes: [{ trigger: "MANUAL", by: "signal SIGUSR2" }] });
      await eventually(() => !stage.resting().some((id) => id.startsWith("entry")), within);
      expect(stage.resting()).toEqual(["stop"]);
    } finally {
      await second.kill("SIGTERM");
    }
  });

  it("killed in the midst of closing it goes on closing when it is back", async () => {
    await positionAndEntries(stage);
    const env = stage.env({ LOG_LEVEL: "info" });
    const headers = { authorization: "Bearer control-token-of-the-drill", "content-type": "application/json" };
    const first = await startEssProcess(env);
    await fetch(`${stage.account.url}/control/faults`, { method: "POST", headers, body: JSON.stringify({ rejectRatio: 1 }) });
    await first.post("/stop", { ...STOP, close: true });
    await eventually(() => !stage.resting().some((id) => id.startsWith("entry")), within);
    await first.kill("SIGKILL");
    expect(position()).toBeGreaterThan(0);
    expect(stage.resting()).toEqual(["stop"]);
    await fetch(`${stage.account.url}/control/faults`, { method: "DELETE", headers });
    const second = await startEssProcess(env);
    try {
      await eventually(() => position() === 0, within);
      await eventually(async () => ((await second.get("/status")).json.sweep as { phase: string }).phase === "DONE", within);
      expect(stage.resting()).toEqual([]);
    } finally {
      await second.kill("SIGTERM");
    }
  });
});

describe("administrators are told", () => {
  it("by a signed webhook, tried again when it was not taken, and by Telegram", async () => {
    const [hook, telegram] = [await listenForAlerts(1), await listenForAlerts()];
    try {
      const secret = "webhook-secret-for-tests";
      const ess = await stage.start({
        ESS_WEBHOOK_URL: `${hook.url}/hook`,
        ESS_WEBHOOK_SECRET: secret,
        ESS_TELEGRAM_API_URL: telegram.url,
        ESS_TELEGRAM_BOT_TOKEN: "123:bot",
        ESS_TELEGRAM_CHAT_ID: "42",
      });
      await ess.call("/stop", STOP);
      await eventually(() => hook.received.length >= 2 && telegram.received.length >= 1, within);
      const [refused, taken] = hook.received;
      expect(JSON.parse(taken?.body ?? "")).toMatchObject({ service: "ess", severity: "CRITICAL", code: "ESS_STOPPED" });
      expect(taken?.headers["x-quantum-alert-id"]).toBe(refused?.headers["x-quantum-alert-id"]);
      const [, seconds, given] = /^t=(\d+),v1=([0-9a-f]+)$/.exec(String(taken?.headers["x-quantum-signature"])) ?? [];
      expect(given).toBe(signatureOf(secret, Number(seconds), taken?.body ?? ""));
      expect(given).not.toBe(signatureOf("another secret", Number(seconds), taken?.body ?? ""));
      expect(telegram.received[0]?.path).toBe("/bot123:bot/sendMessage");
      expect(JSON.parse(telegram.received[0]?.body ?? "")).toMatchObject({ chat_id: "42", text: expect.stringContaining("ESS_STOPPED") });
    } finally {
      await Promise.all([hook.close(), telegram.close()]);
    }
  });
});

describe("the dead-man switch", () => {
  it("is armed where plain entries rest and takes nothing else: without ess the exchange cancels them, protective stops stay", async () => {
    await positionAndEntries(stage);
    await stage.order({ symbol: "ETHUSDT", side: "BUY", type: "MARKET", quantity: "0.5" });
    const price = stage.simulator.venue.exchange.markets.ETHUSDT?.lastPrice ?? 0;
    const exit = { symbol: "ETHUSDT", side: "SELL", type: "LIMIT", timeInForce: "GTC", price: (price * 1.04).toFixed(1), quantity: "0.5" };
    await stage.order({ ...exit, reduceOnly: "true", newClientOrderId: "exit-plain" });
    const ess = await stage.start({ ESS_DEAD_MAN_MS: "60000" });
    const { markets } = stage.simulator.venue.exchange;
    await eventually(() => markets.BTCUSDT?.countdownAt, within);
    expect(markets.ETHUSDT?.countdownAt).toBeNull();
    await ess.stop("gone");
    const to = stage.simulator.venue.marketAt + stage.simulator.venue.tape.stepMs;
    const headers = { authorization: "Bearer control-token-of-the-drill", "content-type": "application/json" };
    await fetch(`${stage.account.url}/control/advance`, { method: "POST", headers, body: JSON.stringify({ to }) });
    expect(stage.resting()).not.toContain("entry-plain");
    expect(stage.resting()).toContain("stop");
  });
});
