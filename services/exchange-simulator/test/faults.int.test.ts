import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { type CcxtExchange, startTestSimulator, type TestSimulator } from "./simulator-fixture.ts";

const BTC = "BTC/USDT:USDT";
let simulator: TestSimulator;
let exchange: CcxtExchange;

beforeEach(async () => {
  simulator = await startTestSimulator();
  exchange = await simulator.rest();
});
afterEach(() => simulator.close());

async function failure(call: () => Promise<unknown>): Promise<string> {
  try {
    await call();
  } catch (error) {
    return (error as Error).name;
  }
  return "none";
}

const buy = (id: string) => exchange.createOrder(BTC, "market", "buy", 0.01, undefined, { clientOrderId: id });

describe("faults that can be switched on", () => {
  it("a lost ack: the order was carried out, the answer never came, and it can be asked for by its id", async () => {
    await simulator.control("POST", "faults", { lostAckRatio: 1, onlyPaths: ["/fapi/v1/order"], onlyMethods: ["POST"], count: 1 });
    expect(await failure(() => buy("lost"))).toMatch(/NetworkError|ExchangeNotAvailable|RequestTimeout/);
    expect(await exchange.fetchOrder(undefined, BTC, { origClientOrderId: "lost" })).toMatchObject({ status: "closed", filled: 0.01 });
    expect((await simulator.control("GET", "faults")).json.injected).toBe(1);
    expect((await buy("next")).status).toBe("closed");
  });

  it("a reject and a server error: the order was not carried out", async () => {
    await simulator.control("POST", "faults", { rejectRatio: 1, count: 1 });
    expect(await failure(() => buy("rejected"))).not.toBe("none");
    await simulator.control("POST", "faults", { serverErrorRatio: 1, onlyMethods: ["POST"], count: 1 });
    expect(await failure(() => buy("broken"))).toBe("OperationFailed");
    expect(simulator.venue.exchange.orders).toEqual([]);
  });

  it("429 and 418 on every request until they are cleared", async () => {
    await simulator.control("POST", "faults", { rateLimit: "429" });
    expect(await failure(() => exchange.fetchBalance())).toBe("DDoSProtection");
    await simulator.control("POST", "faults", { rateLimit: "418" });
    const response = await fetch(`${simulator.url}/fapi/v1/ping`);
    expect(response.status).toBe(418);
    expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
    await simulator.control("DELETE", "faults");
    expect(await failure(() => exchange.fetchBalance())).toBe("none");
  });

  it("latency: the answer waits, and only on the paths that are named", async () => {
    await simulator.control("POST", "faults", { latencyMs: 60, onlyPaths: ["/fapi/v1/time"] });
    const slow = fetch(`${simulator.url}/fapi/v1/time`).then(() => "time");
    const fast = fetch(`${simulator.url}/fapi/v1/ping`).then(() => "ping");
    expect(await Promise.race([slow, fast])).toBe("ping");
    expect(await slow).toBe("time");
  });

  it("the same seed strikes the same requests", async () => {
    const strikes = async () => {
      await simulator.control("POST", "faults", { serverErrorRatio: 0.5, seed: 9, onlyPaths: ["/fapi/v1/ping"] });
      const found: number[] = [];
      for (let i = 0; i < 20; i++) found.push((await fetch(`${simulator.url}/fapi/v1/ping`)).status);
      return found;
    };
    const first = await strikes();
    expect(new Set(first)).toEqual(new Set([200, 503]));
    expect(await strikes()).toEqual(first);
  });

  it("limits of its own: too many orders are 429 with Retry-After, going on regardless is 418", async () => {
    await simulator.close();
    simulator = await startTestSimulator({ SIM_ORDERS_PER_10S: "3", SIM_ORDERS_PER_MINUTE: "3" });
    exchange = await simulator.rest();
    const names: string[] = [];
    for (let i = 0; i < 40; i++) names.push(await failure(() => buy(`b${i}`)));
    expect(names.slice(0, 3)).toEqual(["none", "none", "none"]);
    expect(new Set(names.slice(3))).toEqual(new Set(["DDoSProtection"]));
    expect((await fetch(`${simulator.url}/fapi/v1/ping`)).status).toBe(418);
    expect(simulator.venue.exchange.orders).toHaveLength(3);
  });
});
