import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import { GatewayError, type GatewayOrder } from "@quantum/exchange";
import { BinanceGateway } from "@quantum/exchange/ccxt";
import { readSimulatorConfig } from "@quantum/exchange-simulator/config";
import { type RunningSimulator, startSimulator } from "@quantum/exchange-simulator/server";
import { CallFailure } from "@quantum/service-kit/run";
import { eventually } from "@quantum/test-kit";
import { exchangeCalls } from "../src/calls.ts";
import type { OrderAnswer, PlaceRequest, SyncAnswer, SyncRequest } from "../src/core/index.ts";

/** The gateway and execution's calls over unmodified ccxt against the simulator, with everything an exchange can do to an order. */
const KEYS = { apiKey: "api-key-for-tests-0001", apiSecret: "api-secret-for-tests-0001" };
const TOKEN = "control-token-for-tests";
const SYMBOL = "BTCUSDT";
let simulator: RunningSimulator;
let gateway: BinanceGateway;
let url: string;
let orders = 0;

beforeAll(async () => {
  const environment = {
    PORT: "0",
    LOG_LEVEL: "silent",
    CONTROL_TOKEN: TOKEN,
    EXCHANGE_API_KEY: KEYS.apiKey,
    EXCHANGE_API_SECRET: KEYS.apiSecret,
    SIM_SYMBOLS: "BTCUSDT,ETHUSDT",
    SIM_SEED: "3",
  };
  simulator = await startSimulator(readSimulatorConfig(environment));
  url = `http://127.0.0.1:${simulator.port}`;
  gateway = new BinanceGateway({
    mode: "paper",
    restUrl: url,
    streamUrl: url.replace("http", "ws"),
    ...KEYS,
    recvWindowMs: 1_000,
    timeoutMs: 2_000,
  });
  await gateway.prepare([SYMBOL, "ETHUSDT"]);
});
afterEach(async () => {
  await control("DELETE", "faults");
});
afterAll(async () => {
  await gateway.close();
  await simulator.close();
});

async function control(method: string, path: string, body?: unknown): Promise<Record<string, unknown>> {
  const headers = { authorization: `Bearer ${TOKEN}`, "content-type": "application/json" };
  const answer = await fetch(`${url}/control/${path}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  if (!answer.ok) throw new Error(await answer.text());
  return (await answer.json()) as Record<string, unknown>;
}

function market(side: "BUY" | "SELL", quantity = "0.010", reduceOnly = false): GatewayOrder {
  orders += 1;
  return { clientOrderId: `test-${orders}`, symbol: SYMBOL, side, type: "MARKET", quantity, price: null, triggerPrice: null, reduceOnly };
}
function request(order: GatewayOrder, leverage: number | null = null): PlaceRequest {
  return { order, leverage, fillsAfter: { since: 0 }, siblings: [] };
}
const calls = () => exchangeCalls(gateway, 200);
const run = (name: string, body: unknown, recovered = false) =>
  (calls()[name] as NonNullable<ReturnType<typeof calls>[string]>)(body, {
    callId: "test",
    recovered,
    signal: new AbortController().signal,
  });
const quantityHeld = async (): Promise<string> =>
  (await gateway.account()).positions.find((position) => position.symbol === SYMBOL)?.quantity ?? "0";

describe("asking for bars", () => {
  it("gives the first ones from a moment on, however many have closed since, and the last ones when no moment is named", async () => {
    const closedBy = await gateway.marketTime();
    const opens = async (range: { since?: number; limit: number }) =>
      (await gateway.bars(SYMBOL, "5m", { closedBy, ...range })).map(({ openAt }) => openAt);
    const all = await opens({ limit: 5 });
    expect(all).toHaveLength(5);
    expect(await opens({ since: all[1] as number, limit: 1 })).toEqual([all[1]]);
    expect(await opens({ since: all[1] as number, limit: 2 })).toEqual([all[1], all[2]]);
    expect(await opens({ since: all[4] as number, limit: 3 })).toEqual([all[4]]);
  });

  it("gives a bar that closed exactly by the moment, and none that closed a millisecond later", async () => {
    const closedBy = await gateway.marketTime();
    const newest = async (by: number) => (await gateway.bars(SYMBOL, "5m", { limit: 1, closedBy: by })).map(({ openAt }) => openAt);
    const openAt = closedBy - 300_000;
    expect([await newest(closedBy), await newest(closedBy - 1)]).toEqual([[openAt], [openAt - 300_000]]);
    const from = async (by: number) => (await gateway.bars(SYMBOL, "5m", { since: openAt, limit: 3, closedBy: by })).length;
    expect([await from(closedBy), await from(closedBy - 1)]).toEqual([1, 0]);
  });

  it("of a symbol that is not listed (any more) gives none, so that the others go on without it", async () => {
    expect(await gateway.bars("GONEUSDT", "5m", { limit: 5, closedBy: await gateway.marketTime() })).toEqual([]);
  });

  it("fails when the exchange does not answer: a bar that may exist is not taken for missing", async () => {
    const lost = new BinanceGateway({
      ...{ mode: "paper" as const, restUrl: "http://127.0.0.1:1", streamUrl: "ws://127.0.0.1:1", ...KEYS },
      ...{ recvWindowMs: 1_000, timeoutMs: 2_000 },
    });
    await expect(lost.bars(SYMBOL, "5m", { limit: 5, closedBy: Date.now() })).rejects.toMatchObject({ definitive: false });
    await lost.close();
  });
});

describe("placing an order", () => {
  it("answers with the order's report and its fills, exact as text, and sets the leverage first", async () => {
    const order = market("BUY");
    const { report, fills } = (await run("place", request(order, 5))) as OrderAnswer;
    expect(report).toMatchObject({ clientOrderId: order.clientOrderId, status: "FILLED", filledQuantity: "0.01" });
    expect(fills.map((fill) => [fill.clientOrderId, fill.side, fill.maker])).toEqual(fills.map(() => [order.clientOrderId, "BUY", false]));
    expect(fills.every((fill) => /^\d+(\.\d+)?$/.test(fill.price) && /^\d+(\.\d+)?$/.test(fill.feeUsd))).toBe(true);
    expect((await gateway.account()).positions[0]).toMatchObject({ symbol: SYMBOL, quantity: "0.01", leverage: 5 });
    await run("place", request(market("SELL", "0.010", true)));
    expect(await quantityHeld()).toBe("0");
  });

  it("a refusal the exchange spelled out is definitive, with its code", async () => {
    const failure = run("place", request(market("BUY", "0.0000001")));
    await expect(failure).rejects.toMatchObject({ name: "CallFailure", definitive: true });
    await expect(run("place", request(market("SELL", "0.010", true)))).rejects.toMatchObject({ definitive: true, code: "-2022" });
  });

  it("a lost acknowledgement is not definitive; asking by id finds the order, which was carried out once", async () => {
    await control("POST", "faults", { lostAckRatio: 1, onlyPaths: ["/fapi/v1/order"], onlyMethods: ["POST"], count: 1 });
    const order = market("BUY");
    await expect(run("place", request(order))).rejects.toMatchObject({ definitive: false });
    const found = (await run("find", {
      symbol: SYMBOL,
      clientOrderId: order.clientOrderId,
      algo: false,
      fillsAfter: { since: 0 },
      siblings: [],
    })) as OrderAnswer;
    expect(found.report).toMatchObject({ status: "FILLED", filledQuantity: "0.01" });
    expect(found.fills.filter((fill) => fill.clientOrderId === order.clientOrderId).length).toBeGreaterThan(0);
    await run("place", request(market("SELL", "0.010", true)));
  });

  it("a server error is not definitive, and asking shows that it never arrived", async () => {
    await control("POST", "faults", { serverErrorRatio: 1, onlyPaths: ["/fapi/v1/order"], onlyMethods: ["POST"], count: 1 });
    const order = market("BUY");
    await expect(run("place", request(order))).rejects.toMatchObject({ definitive: false });
    expect(
      await run("find", { symbol: SYMBOL, clientOrderId: order.clientOrderId, algo: false, fillsAfter: { since: 0 }, siblings: [] }),
    ).toBeNull();
    expect(await quantityHeld()).toBe("0");
  });

  it("after a crash an order that had been sent is found, and not sent again", async () => {
    const order = market("BUY");
    await run("place", request(order));
    const again = (await run("place", request(order), true)) as OrderAnswer;
    expect(again.report.clientOrderId).toBe(order.clientOrderId);
    expect(await quantityHeld()).toBe("0.01");
    await run("place", request(market("SELL", "0.010", true)));
  });

  it("after a crash an order that had never left and only reduces is sent once", async () => {
    await run("place", request(market("BUY")));
    await run("place", request(market("SELL", "0.010", true)), true);
    expect(await quantityHeld()).toBe("0");
  });

  it("after a crash an order that had never left and would open something is not sent: it may be too old, or no longer wanted", async () => {
    const order = market("BUY");
    await expect(run("place", request(order), true)).rejects.toMatchObject({ definitive: false, code: "NOT_SENT" });
    expect([await quantityHeld(), await gateway.find(SYMBOL, order.clientOrderId, false)]).toEqual(["0", null]);
  });
});

describe("an order that is to rest", () => {
  const resting = async (offset: number, timeInForce: "GTX" | "GTC" | "IOC"): Promise<GatewayOrder> => {
    const ask = (await gateway.quotes()).find((quote) => quote.symbol === SYMBOL)?.ask ?? Number.NaN;
    return { ...market("BUY"), type: "LIMIT", price: String(Math.floor(ask * (1 + offset))), timeInForce };
  };

  it("rests as a maker until it is cancelled, and is then found as cancelled", async () => {
    const order = await resting(-0.01, "GTX");
    expect((await run("place", request(order))) as OrderAnswer).toMatchObject({
      report: { status: "OPEN", filledQuantity: "0" },
      fills: [],
    });
    const asked = { symbol: SYMBOL, clientOrderId: order.clientOrderId, algo: false };
    expect(await run("cancel", asked)).toBe(true);
    expect(await run("find", { ...asked, fillsAfter: { since: 0 }, siblings: [] })).toMatchObject({ report: { status: "CANCELLED" } });
    expect(await run("cancel", asked)).toBe(false);
  });

  it("is refused for good, as -5022, when it would take", async () => {
    await expect(run("place", request(await resting(0.01, "GTX")))).rejects.toMatchObject({ definitive: true, code: "-5022" });
    expect(await quantityHeld()).toBe("0");
  });

  it("without patience is gone at once, with it it waits", async () => {
    expect(await run("place", request(await resting(-0.01, "IOC")))).toMatchObject({ report: { status: "EXPIRED" } });
    const { timeInForce: _, ...plain } = await resting(-0.01, "IOC");
    expect(await run("place", request(plain))).toMatchObject({ report: { status: "EXPIRED" } });
    const order = await resting(-0.01, "GTC");
    expect(await run("place", request(order))).toMatchObject({ report: { status: "OPEN" } });
    await gateway.cancel(SYMBOL, order.clientOrderId, false);
  });

  it("needs only those fills listed that were not booked before", async () => {
    const order = market("BUY");
    await run("place", request(order));
    const newest = (await gateway.fills(SYMBOL, { since: 0 })).at(-1)?.exchangeTradeId ?? "0";
    const asked = { symbol: SYMBOL, clientOrderId: order.clientOrderId, algo: false, fillsAfter: { tradeId: newest }, siblings: [] };
    expect(await run("find", { ...asked, booked: "0.01" })).toMatchObject({ report: { status: "FILLED" }, fills: [] });
    await expect(run("find", asked)).rejects.toMatchObject({ definitive: false, code: "FILLS_MISSING" });
    await run("place", request(market("SELL", "0.010", true)));
  });
});

describe("comparing the account", () => {
  const nothingKnown: SyncRequest = { closeAt: 1, positions: {}, orders: [], fillsFrom: {}, otherwiseFrom: { since: 0 }, fundingSince: 0 };

  it("brings the fills of positions we do not know, and quotes of every symbol", async () => {
    await run("place", request(market("BUY")));
    const answer = (await run("sync", nothingKnown)) as SyncAnswer;
    expect(answer.fills.some((fill) => fill.symbol === SYMBOL)).toBe(true);
    expect(answer.quotes.map((quote) => quote.symbol).sort()).toEqual(["BTCUSDT", "ETHUSDT"]);
    expect(answer.quotes.every((quote) => quote.bid < quote.ask)).toBe(true);
    await run("place", request(market("SELL", "0.010", true)));
  });

  it("tells what became of a stop that no longer rests, and whose fill it was", async () => {
    await run("place", request(market("BUY")));
    const price = (await gateway.quotes()).find((quote) => quote.symbol === SYMBOL)?.bid ?? Number.NaN;
    const stop: GatewayOrder = {
      clientOrderId: "test-stop",
      symbol: SYMBOL,
      side: "SELL",
      type: "STOP_MARKET",
      quantity: "0.010",
      price: null,
      triggerPrice: String(Math.floor(price) - 1),
      reduceOnly: true,
    };
    await run("place", request(stop));
    const known = (await gateway.fills(SYMBOL, { since: 0 })).at(-1)?.exchangeTradeId ?? "0";
    for (let bars = 0; bars < 50 && (await quantityHeld()) !== "0"; bars++) {
      const { marketAt, stepMs } = (await control("GET", "status")) as { marketAt: number; stepMs: number };
      await control("POST", "advance", { to: marketAt + stepMs });
    }
    const answer = (await run("sync", {
      ...nothingKnown,
      positions: { [SYMBOL]: "0.01" },
      orders: [{ clientOrderId: "test-stop", symbol: SYMBOL, algo: true, exchangeOrderId: null }],
      fillsFrom: { [SYMBOL]: { tradeId: known } },
    })) as SyncAnswer;
    expect(answer.vanished).toMatchObject([{ clientOrderId: "test-stop", report: { status: "FILLED" } }]);
    expect(answer.fills.map((fill) => [fill.clientOrderId, fill.side])).toEqual(answer.fills.map(() => ["test-stop", "SELL"]));
    expect(answer.fills.length).toBeGreaterThan(0);
  });
});

describe("errors", () => {
  it("a rate limit is definitive: nothing was done", async () => {
    await control("POST", "faults", { rateLimit: "429", onlyPaths: ["/fapi/v1/order"], count: 1 });
    await expect(run("place", request(market("BUY")))).rejects.toMatchObject({ definitive: true, code: "RATE_LIMIT" });
  });

  it("wrong keys are refused with the exchange's code", async () => {
    const wrong = new BinanceGateway({
      mode: "paper",
      restUrl: url,
      streamUrl: "",
      apiKey: "nobody",
      apiSecret: "nothing",
      recvWindowMs: 1_000,
      timeoutMs: 2_000,
    });
    await expect(wrong.account()).rejects.toBeInstanceOf(GatewayError);
    await wrong.close();
  });

  it("an exchange that is not there is not definitive", async () => {
    const nowhere = new BinanceGateway({
      mode: "paper",
      restUrl: "http://127.0.0.1:9",
      streamUrl: "",
      ...KEYS,
      recvWindowMs: 1_000,
      timeoutMs: 500,
    });
    const place = exchangeCalls(nowhere, 200).place;
    await expect(
      place?.(request(market("BUY")), { callId: "x", recovered: false, signal: new AbortController().signal }),
    ).rejects.toBeInstanceOf(CallFailure);
    await expect(
      place?.(request(market("BUY")), { callId: "x", recovered: false, signal: new AbortController().signal }),
    ).rejects.toMatchObject({ definitive: false });
    await nowhere.close();
  });
});

describe("streams that may only look alive", () => {
  it("are ended on request and made anew, and then it is asked what was missed", async () => {
    const over = new AbortController();
    let connected = 0;
    const listener = {
      onBar: () => undefined,
      onNudge: () => undefined,
      onConnected: () => {
        connected += 1;
      },
    };
    const following = gateway.stream([SYMBOL], ["1m"], listener, over.signal);
    await eventually(() => connected === 1);
    gateway.reconnect();
    await eventually(() => connected === 2);
    over.abort();
    await following;
  });
});
