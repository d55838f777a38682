import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import { type Core, emit } from "@quantum/types";
import { event, observed } from "../inputs.ts";
import { testRedis } from "../redis.ts";
import { type Bus, openBus, openStage, type Stage } from "./index.ts";

/** Answers each change of the latch with an alert that counts it. */
const counting: Core<{ seen: number }> = {
  name: "counting",
  consumes: ["killLatch.changed"],
  emits: ["alert.raised"],
  initial: () => ({ seen: 0 }),
  decide(state, input) {
    if (input.type !== "killLatch.changed") return { state, effects: [] };
    state.seen += 1;
    const alert = { service: "counting", severity: "INFO" as const, code: "SEEN", message: String(state.seen), action: "none" };
    return { state, effects: [emit("alert.raised", alert)] };
  },
};
const latch = (reason: string) => event("killLatch.changed", { set: true, by: "test", reason }, { id: reason });
const COUNTING = { environment: {}, service: () => ({ core: counting }) };

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterEach(() => stage.stop());
afterAll(() => stage.close());

describe("a stage", () => {
  it("carries events to a service and its answers back, over a stop and a start", async () => {
    expect(await stage.saved("counting")).toBeNull();
    const first = await stage.launch("counting", COUNTING);
    await stage.publish(latch("one"));
    expect(await stage.until("alert.raised", 1)).toMatchObject([{ source: "counting", data: { message: "1" } }]);
    await stage.stop(first);
    await stage.publish(latch("two"));
    await stage.launch("counting", COUNTING);
    const [second] = await stage.until("alert.raised", 1, ({ data }) => data.message === "2");
    expect(await stage.said("alert.raised")).toHaveLength(2);
    expect(second?.data.message).toBe("2");
    expect(await stage.saved("counting")).toEqual({ seen: 2 });
  });

  it("asks with the control token, with another one and with none, and with a text that is no JSON", async () => {
    const running = await stage.launch("counting", COUNTING);
    const body = { mode: "ENFORCED", by: "anna", reason: "drill" };
    expect(await stage.ask(running, "/health")).toMatchObject({ status: 200, body: { service: "counting", mode: "OBSERVE" } });
    for (const token of ["wrong", null]) expect(await stage.ask(running, "/set_mode", { body, token })).toMatchObject({ status: 401 });
    expect(await stage.ask(running, "/set_mode", { text: "{" })).toMatchObject({ status: 400 });
    expect(await stage.ask(running, "/set_mode", { body })).toMatchObject({ status: 200, body: { to: "ENFORCED" } });
    expect(await stage.untilMeasured(running, /^# HELP /m)).toContain("# TYPE ");
  });

  it("gives a service its bus and database, and lets the test change or add variables", () => {
    expect(stage.env({ LEASE_TTL_MS: "900", OWN: "1" })).toMatchObject({
      REDIS_URL: stage.url,
      REDIS_PREFIX: stage.prefix,
      DATABASE_URL: stage.databaseUrl,
      LEASE_TTL_MS: "900",
      OWN: "1",
    });
  });

  it("has the tables, and takes rows for them", async () => {
    await stage.insert("funding", [{ key: "1", at: 5, symbol: "BTCUSDT", amount_usd: "-0.10" }]);
    expect((await stage.database.query("SELECT key, at, symbol, amount_usd FROM funding")).rows).toEqual([
      { key: "1", at: 5, symbol: "BTCUSDT", amount_usd: "-0.10" },
    ]);
  });

  it("says why a process did not become healthy", async () => {
    const missing = new URL("no-such-main.ts", import.meta.url);
    await expect(stage.spawn(missing)).rejects.toThrow(/no-such-main\.ts ended: code 1/);
  });
});

describe("a bus", () => {
  let bus: Bus;
  beforeAll(async () => {
    bus = await openBus();
  });

  it("refuses what no stream carries", async () => {
    await expect(bus.publish(observed("account", {}))).rejects.toThrow(/"feed" is not an event of the catalogue/);
  });

  it("gives the events of one name in the order of their entries, and nothing of another bus", async () => {
    await bus.publish(latch("one"), event("service.stopped", { service: "x", reason: "y" }), latch("two"));
    expect((await bus.said("killLatch.changed")).map(({ data }) => data.reason)).toEqual(["one", "two"]);
    expect(await stage.said("service.stopped")).not.toContainEqual(expect.objectContaining({ data: { service: "x", reason: "y" } }));
  });

  it("removes its keys when it is closed", async () => {
    await bus.close();
    expect(await stage.redis.keys(`${bus.prefix}:*`)).toEqual([]);
    expect(testRedis().prefix).not.toBe(bus.prefix);
  });
});
