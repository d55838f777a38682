import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { eventually } from "@quantum/test-kit";
import { WebSocket } from "ws";
import { type CcxtExchange, startTestSimulator, type TestSimulator } from "./simulator-fixture.ts";

const BTC = "BTC/USDT:USDT";
let simulator: TestSimulator;
let exchange: CcxtExchange;

beforeAll(async () => {
  simulator = await startTestSimulator();
  exchange = await simulator.pro();
});
afterAll(async () => {
  await exchange.close();
  await simulator.close();
});

type Message = {
  e?: string;
  stream?: string;
  id?: number;
  data?: Message;
  k?: { x: boolean; T: number; i: string };
  o?: { x?: string; X?: string; c?: string };
  result?: unknown;
  error?: unknown;
};

/** A plain WebSocket that keeps everything it hears. */
async function listen(path: string): Promise<{ heard: Message[]; send(value: unknown): void; socket: WebSocket }> {
  const socket = new WebSocket(`${simulator.url.replace("http", "ws")}${path}`);
  const heard: Message[] = [];
  socket.on("message", (data) => heard.push(JSON.parse(String(data))));
  await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
  return { heard, send: (value) => socket.send(JSON.stringify(value)), socket };
}

/** Starts watching, waits until the server knows, then lets something happen. */
async function watched(watch: () => CcxtExchange, stream: string | null, then: () => Promise<unknown>): Promise<CcxtExchange> {
  const result = watch();
  if (stream !== null) await eventually(() => simulator.streams().some((name) => name.startsWith(stream)));
  else await eventually(() => simulator.userConnections() > 0);
  await then();
  return result;
}

describe("unmodified ccxt.pro against the simulator", () => {
  it("watchOHLCV sees each bar when it closes", async () => {
    const bars = await watched(
      () => exchange.watchOHLCV(BTC, "5m"),
      "btcusdt@kline_5m",
      () => simulator.step(),
    );
    expect(bars.at(-1)[0]).toBe(simulator.venue.marketAt - 300_000);
  });

  it("watchOrders sees an order of ours", async () => {
    const [order] = await watched(
      () => exchange.watchOrders(BTC),
      null,
      () => exchange.createOrder(BTC, "market", "buy", 0.01, undefined, { clientOrderId: "watched" }),
    );
    expect(order).toMatchObject({ symbol: BTC, clientOrderId: "watched" });
  });

  it("watchOrderBook follows snapshot and changes", async () => {
    const book = await watched(
      () => exchange.watchOrderBook(BTC),
      "btcusdt@depth@100ms",
      () => simulator.step(),
    );
    const next = await watched(
      () => exchange.watchOrderBook(BTC),
      "btcusdt@depth@100ms",
      () => simulator.step(),
    );
    expect(book.bids.length).toBeGreaterThan(10);
    expect(next.bids[0][0]).toBeLessThan(next.asks[0][0]);
  });

  it("watchBidsAsks, watchTicker and watchMarkPrice", async () => {
    const tops = await watched(
      () => exchange.watchBidsAsks([BTC]),
      "btcusdt@bookTicker",
      () => simulator.step(),
    );
    expect(tops[BTC].bid).toBeLessThan(tops[BTC].ask);
    const ticker = await watched(
      () => exchange.watchTicker(BTC),
      "btcusdt@miniTicker",
      () => simulator.step(),
    );
    expect(ticker.close).toBe(simulator.venue.exchange.markets.BTCUSDT?.lastPrice);
    const mark = await watched(
      () => exchange.watchMarkPrice(BTC),
      "btcusdt@markPrice",
      () => simulator.step(),
    );
    expect(mark.markPrice).toBe(simulator.venue.exchange.markets.BTCUSDT?.markPrice);
  });
});

describe("the streams themselves", () => {
  it("on a bar: user events first, then the klines of all symbols, longer ones marked unfinished", async () => {
    const rest = await simulator.rest();
    const { listenKey } = await rest.fapiPrivatePostListenKey();
    const client = await listen(`/stream?streams=${listenKey}/btcusdt@kline_5m/ethusdt@kline_5m/btcusdt@kline_1h`);
    const price = simulator.venue.exchange.markets.BTCUSDT?.lastPrice as number;
    await rest.createOrder(BTC, "limit", "buy", 0.01, price * 0.9999);
    await rest.createOrder(BTC, "limit", "sell", 0.01, price * 1.0001);
    await eventually(() => client.heard.length >= 2);
    client.heard.length = 0;
    for (let i = 0; i < 50 && !client.heard.some((message) => message.data?.o?.x === "TRADE"); i++) {
      client.heard.length = 0;
      await simulator.step();
      await eventually(() => client.heard.filter((message) => message.data?.e === "kline").length === 3);
    }
    const kinds = client.heard.map((message) => message.data?.e);
    expect(kinds).toContain("ORDER_TRADE_UPDATE");
    expect(kinds.lastIndexOf("ORDER_TRADE_UPDATE")).toBeLessThan(kinds.indexOf("kline"));
    const klines = client.heard.filter((message) => message.data?.e === "kline").map((message) => message.data?.k);
    expect(klines.filter((kline) => kline?.i === "5m").every((kline) => kline?.x)).toBe(true);
    expect(klines.find((kline) => kline?.i === "1h")?.x).toBe(simulator.venue.marketAt % 3_600_000 === 0);
    client.socket.close();
  });

  it("SUBSCRIBE, LIST_SUBSCRIPTIONS, UNSUBSCRIBE and nonsense each get their answer", async () => {
    const client = await listen("/market/ws/1");
    client.send({ method: "SUBSCRIBE", params: ["btcusdt@kline_5m", "nopeusdt@kline_5m"], id: 1 });
    client.send({ method: "LIST_SUBSCRIPTIONS", id: 2 });
    client.send({ method: "UNSUBSCRIBE", params: ["btcusdt@kline_5m"], id: 3 });
    client.send({ method: "DANCE", id: 4 });
    await eventually(() => client.heard.length === 4);
    expect(client.heard.slice(0, 3)).toEqual([
      { result: null, id: 1 },
      { result: ["btcusdt@kline_5m"], id: 2 },
      { result: null, id: 3 },
    ]);
    expect(client.heard[3]?.error).toBeDefined();
    client.socket.close();
  });

  it("a listen key that is not valid hears nothing; a deleted one no more", async () => {
    const rest = await simulator.rest();
    const stranger = await listen("/private/ws?listenKey=0123456789abcdef");
    const { listenKey } = await rest.fapiPrivatePostListenKey();
    const mine = await listen(`/private/ws?listenKey=${listenKey}`);
    await rest.createOrder(BTC, "market", "buy", 0.01, undefined, { clientOrderId: "heard" });
    await eventually(() => mine.heard.some((message) => message.o?.X === "FILLED"));
    await rest.fapiPrivateDeleteListenKey();
    const count = mine.heard.length;
    await rest.createOrder(BTC, "market", "buy", 0.01);
    const { listenKey: fresh } = await rest.fapiPrivatePostListenKey();
    const later = await listen(`/private/ws?listenKey=${fresh}`);
    await rest.createOrder(BTC, "market", "buy", 0.01);
    await eventually(() => later.heard.length > 0);
    expect([stranger.heard.length, mine.heard.length]).toEqual([0, count]);
    for (const client of [stranger, mine, later]) client.socket.close();
  });

  it("faults: user events twice and in reverse, connections cut", async () => {
    const rest = await simulator.rest();
    const { listenKey } = await rest.fapiPrivatePostListenKey();
    const client = await listen(`/private/ws?listenKey=${listenKey}`);
    await simulator.control("POST", "faults", { duplicateEventRatio: 1, reorderEvents: true });
    await rest.createOrder(BTC, "market", "buy", 0.01, undefined, { clientOrderId: "twice" });
    await eventually(() => client.heard.length >= 6);
    const ours = client.heard.filter((message) => message.o?.c === "twice").map((message) => message.o?.x);
    expect(ours).toEqual(["TRADE", "TRADE", "NEW", "NEW"]);
    const closed = new Promise((resolve) => client.socket.once("close", resolve));
    await simulator.control("POST", "faults", { disconnectWs: true });
    await closed;
    await simulator.control("DELETE", "faults");
  });
});
