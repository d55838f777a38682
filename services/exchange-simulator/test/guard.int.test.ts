import { createHmac } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { callControl, startTestSimulator, TEST_ENVIRONMENT, type TestSimulator } from "./simulator-fixture.ts";

let simulator: TestSimulator;
const KEY = TEST_ENVIRONMENT.EXCHANGE_API_KEY;
const SECRET = TEST_ENVIRONMENT.EXCHANGE_API_SECRET;

beforeAll(async () => {
  simulator = await startTestSimulator();
});
afterAll(() => simulator.close());

/** GET /fapi/v3/balance with parameters, signed (or not) as told. */
async function balance(parameters: Record<string, string>, { key = KEY, secret = SECRET }: { key?: string | null; secret?: string } = {}) {
  const query = new URLSearchParams(parameters).toString();
  const signature = createHmac("sha256", secret).update(query).digest("hex");
  const headers: Record<string, string> = key === null ? {} : { "x-mbx-apikey": key };
  const response = await fetch(`${simulator.url}/fapi/v3/balance?${query}&signature=${signature}`, { headers });
  return { status: response.status, headers: response.headers, json: (await response.json()) as { code?: number } };
}

describe("keys and signatures", () => {
  it("a well signed request passes and shows the weight used", async () => {
    const answer = await balance({ timestamp: String(Date.now()) });
    expect(answer.status).toBe(200);
    expect(Number(answer.headers.get("x-mbx-used-weight-1m"))).toBeGreaterThan(0);
  });

  it("no key, a wrong key and a wrong secret are told apart", async () => {
    const timestamp = String(Date.now());
    expect(await balance({ timestamp }, { key: null })).toMatchObject({ status: 401, json: { code: -2014 } });
    expect(await balance({ timestamp }, { key: "some-other-key-000000" })).toMatchObject({ status: 401, json: { code: -2015 } });
    expect(await balance({ timestamp }, { secret: "some-other-secret" })).toMatchObject({ status: 400, json: { code: -1022 } });
  });

  it("a request older than its window or from the future is refused, one within is not", async () => {
    const now = Date.now();
    expect((await balance({ timestamp: String(now - 6_000) })).json.code).toBe(-1021);
    expect((await balance({ timestamp: String(now - 6_000), recvWindow: "20000" })).status).toBe(200);
    expect((await balance({ timestamp: String(now + 5_000) })).json.code).toBe(-1021);
    expect((await balance({})).json.code).toBe(-1102);
  });
});

describe("the control API", () => {
  it("needs the control token", async () => {
    expect((await callControl(simulator.url, "GET", "status", undefined, "wrong-token-000000")).status).toBe(401);
    const { status, json } = await simulator.control("GET", "status");
    expect(status).toBe(200);
    expect(json).toMatchObject({
      clock: "lockstep",
      generated: true,
      baseInterval: "5m",
      stepMs: 300_000,
      done: false,
      symbols: ["BTCUSDT", "ETHUSDT", "XRPUSDT"],
    });
  });

  it("advancing is idempotent, goes bar by bar, and ends with the day", async () => {
    const { venue } = simulator;
    const to = venue.marketAt + 2 * venue.tape.stepMs;
    expect((await simulator.control("POST", "advance", { to: to + 1 })).json).toEqual({ marketAt: to, done: false });
    expect((await simulator.control("POST", "advance", { to })).json).toEqual({ marketAt: to, done: false });
    expect((await simulator.control("POST", "advance", { to: venue.tape.content.endAt + 3_600_000 })).json).toEqual({
      marketAt: venue.tape.content.endAt,
      done: true,
    });
  });

  it("says what is wrong with a request", async () => {
    expect((await simulator.control("POST", "advance", { to: "tomorrow" })).status).toBe(400);
    const { status, json } = await simulator.control("POST", "faults", { lostAckRatio: 2 });
    expect(status).toBe(400);
    expect(json.message).toContain("lostAckRatio");
  });
});

describe("the service routes", () => {
  it("health, version and metrics", async () => {
    const health = await fetch(`${simulator.url}/health`);
    expect(health.status).toBe(200);
    expect(await health.json()).toMatchObject({ service: "exchange_simulator", status: "HEALTHY", mode: "ENFORCED" });
    expect(await (await fetch(`${simulator.url}/version`)).json()).toMatchObject({ service: "exchange_simulator" });
    expect(await (await fetch(`${simulator.url}/metrics`)).text()).toContain("fleet_market_time_seconds{");
  });
});
