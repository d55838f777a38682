import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { event, eventually } from "@quantum/test-kit";
import { CONTROL_TOKEN } from "@quantum/test-kit/stage";
import { seedDay, valued } from "./seed.ts";
import { createWorld, type World } from "./world.ts";

let world: World;
let day: { at: number; symbols: string[] };

beforeAll(async () => {
  world = await createWorld();
  day = { at: 0, symbols: [] };
}, 60_000);
afterAll(async () => {
  await world.close();
});

function post(path: string, body: object, token = CONTROL_TOKEN): Promise<Response> {
  const headers = { "content-type": "application/json", authorization: `Bearer ${token}` };
  return fetch(world.url + path, { method: "POST", headers, body: JSON.stringify(body) });
}

describe("the console's API", () => {
  it("says that nothing is known before anybody said anything", async () => {
    expect((await world.get("/api/day")).body).toEqual({ known: false });
    expect((await world.get("/api/positions")).body).toEqual({ known: false, at: null, positions: [] });
    expect((await world.get("/api/equity")).body).toEqual({ equity: [] });
  });

  it("lists what the services wrote", async () => {
    day = await seedDay(world);
    const [symbol] = day.symbols as [string];
    await eventually(async () => (await world.get("/api/day")).body.known, { what: "the valuation to arrive" });
    expect((await world.get("/api/day")).body).toMatchObject({
      equityUsd: 10_114.91,
      dayPnlUsd: expect.closeTo(114.91, 6),
      differences: [],
    });
    expect((await world.get("/api/positions")).body.positions).toHaveLength(2);
    expect((await world.get("/api/symbols")).body.symbols).toEqual([...day.symbols].sort());
    const { candles, marks, interval } = (await world.get(`/api/candles/${symbol}?limit=100`)).body as unknown as {
      candles: { openAt: number }[];
      marks: object[];
      interval: string;
    };
    expect([candles.length, interval]).toEqual([100, "5m"]);
    expect(candles.map((candle) => candle.openAt)).toEqual(candles.map((candle) => candle.openAt).sort((a, b) => a - b));
    expect(marks).toContainEqual(expect.objectContaining({ leg: "ENTRY", reason: expect.stringContaining("confidence 0.61") }));
    for (const list of ["orders", "trades", "cycles", "alerts"])
      expect((await world.get(`/api/${list}?limit=3`)).body[list]).not.toHaveLength(0);
  });

  it("tells the story behind an order, and that an unknown one has none", async () => {
    const found = await world.get(`/api/decisions/${day.symbols[0]}-0-intent`);
    expect(found.body).toMatchObject({ clearance: { cleared: true, verdicts: [{ rule: "RS-10" }] }, orders: [{ leg: "ENTRY" }, {}] });
    expect((await world.get("/api/decisions/nobody")).status).toBe(404);
    expect((await world.get("/api/candles/NOPE")).status).toBe(404);
  });

  it("refuses a bad limit", async () => {
    for (const limit of ["0", "2001", "x"]) expect((await world.get(`/api/orders?limit=${limit}`)).status).toBe(400);
  });

  it("shows who is well, who is silent and who is absent, the exchange and its kind of data", async () => {
    type Seen = { service: string; status: string }[];
    const well = (seen: Seen) =>
      ["risk_safety", "dashboard"].every((name) => seen.some((one) => one.service === name && one.status === "HEALTHY"));
    const look = async () => (await world.get("/api/fleet")).body;
    const fleet = await eventually(async () => look().then((body) => (well(body.services as unknown as Seen) ? body : null)));
    const status = Object.fromEntries(
      (fleet.services as unknown as { service: string; status: string }[]).map((one) => [one.service, one.status]),
    );
    expect(status).toMatchObject({ execution: "ABSENT", risk_safety: "HEALTHY", trading_bot: "SILENT", dashboard: "HEALTHY" });
    expect(status).not.toHaveProperty("exchange_simulator");
    expect(fleet).toMatchObject({ exchangeMode: "paper", redis: true, market: { generated: true, done: false }, kill: { set: false } });
  });

  it("passes an operator's wishes on with the operator's token, and adds no right of its own", async () => {
    const kill = { set: true, by: "ann", reason: "drill" };
    expect((await post("/api/kill", kill, "not-the-control-token")).status).toBe(401);
    expect((await post("/api/kill", { ...kill, reason: " " })).status).toBe(400);
    expect((await post("/api/kill", kill)).status).toBe(200);
    await eventually(async () => ((await world.get("/api/fleet")).body.kill as unknown as { set: boolean }).set, {
      what: "the latch to show",
    });
    expect((await post("/api/kill", { ...kill, set: false, reason: "over" })).status).toBe(200);
    expect(await (await post("/api/mode", { service: "risk_safety", mode: "OFF", by: "ann", reason: "try" })).json()).toMatchObject({
      error: "UNKNOWN_MODE",
    });
    expect((await post("/api/mode", { service: "evil.example", mode: "OFF", by: "ann", reason: "try" })).status).toBe(404);
    expect((await post("/api/mode", { service: "execution", mode: "OFF", by: "ann", reason: "try" })).status).toBe(502);
  });

  it("tells connected pages what changed, and that the line is alive", async () => {
    const stop = new AbortController();
    const response = await fetch(`${world.url}/api/live`, { signal: stop.signal });
    expect(response.headers.get("content-type")).toBe("text/event-stream");
    let heard = "";
    const listening = (async () => {
      for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) heard += new TextDecoder().decode(chunk);
    })().catch((error: Error) => error.name);
    await eventually(() => heard.includes("event: fleet"), { what: "the heartbeat" });
    await world.stage.publish(event("portfolio.valued", valued([], { equityUsd: "10200" }), { at: day.at + 300_000 }));
    await eventually(() => /event: changed\ndata: \[.*"positions".*\]/.test(heard), { what: "the change" });
    expect((await world.get("/api/day")).body).toMatchObject({ equityUsd: 10_200, openPositions: 0 });
    stop.abort();
    expect(await listening).toBe("AbortError");
  });

  it("serves everything under a policy that lets nothing foreign load or run", async () => {
    const { headers } = await fetch(`${world.url}/`);
    const policy = headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    expect(headers.get("x-powered-by")).toBeNull();
  });

  it("says that data cannot be had when Postgres is away, and how everybody is all the same", async () => {
    const alone = await createWorld({ databaseUrl: "postgres://nobody:nothing@127.0.0.1:9/none" });
    try {
      const { status, body } = await alone.get("/api/orders");
      expect([status, body.error]).toEqual([503, "DATA_UNAVAILABLE"]);
      expect((await alone.get("/api/fleet")).status).toBe(200);
    } finally {
      await alone.close();
    }
  });
});
