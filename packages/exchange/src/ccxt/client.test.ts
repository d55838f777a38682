import { afterAll, describe, expect, it } from "@jest/globals";
import { BinanceClient } from "./client.ts";

const keys = { apiKey: "api-key-for-tests-0001", apiSecret: "api-secret-for-tests-0001", recvWindowMs: 1_000, timeoutMs: 1_000 };
const client = new BinanceClient({ mode: "live", restUrl: "http://127.0.0.1:9", ...keys });
afterAll(() => client.close());

/** The weight that ccxt counts for a question before it asks; the question itself is not asked. */
async function countedFor(method: string, params: Record<string, string | number> = {}): Promise<number> {
  let counted = Number.NaN;
  const { exchange } = client as unknown as { exchange: { throttle(weight: number): Promise<void> } };
  exchange.throttle = async (weight) => {
    counted = weight;
    throw new Error("not asked");
  };
  await client.call(method, params).catch(() => undefined);
  return counted;
}

describe("the weight that is counted for a question", () => {
  it("for marks of all symbols is the dearest that the exchange's documentation has named, and for one symbol 1", async () => {
    expect(await countedFor("fapiPublicGetPremiumIndex")).toBe(10);
    expect(await countedFor("fapiPublicGetPremiumIndex", { symbol: "BTCUSDT" })).toBe(1);
  });

  it.each([
    [99, 1],
    [100, 2],
    [499, 2],
    [500, 5],
  ])("for %i bars is %i", async (limit, weight) => {
    expect(await countedFor("fapiPublicGetKlines", { symbol: "BTCUSDT", limit })).toBe(weight);
  });
});
