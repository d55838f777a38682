import { describe, expect, it } from "@jest/globals";
import { parseStream } from "./market-messages.ts";

const SYMBOLS = new Set(["BTCUSDT", "1000PEPEUSDT"]);

describe("names of streams", () => {
  it.each([
    ["btcusdt@kline_5m", { symbol: "BTCUSDT", channel: "kline", interval: "5m" }],
    ["1000pepeusdt@bookTicker", { symbol: "1000PEPEUSDT", channel: "bookTicker", interval: null }],
    ["btcusdt@depth@100ms", { symbol: "BTCUSDT", channel: "depth" }],
    ["btcusdt@depth20@500ms", { symbol: "BTCUSDT", channel: "depth20" }],
    ["btcusdt@markPrice@1s", { symbol: "BTCUSDT", channel: "markPrice" }],
    ["!markPrice@arr@1s", { symbol: null, channel: "markPrice" }],
    ["!miniTicker@arr", { symbol: null, channel: "miniTicker" }],
    ["!bookTicker", { symbol: null, channel: "bookTicker" }],
  ])("%s", (name, expected) => {
    expect(parseStream(name, SYMBOLS)).toMatchObject({ name, ...expected });
  });

  it.each(["ethusdt@kline_5m", "btcusdt@kline_7m", "btcusdt@dance", "btcusdt", "", "!dance@arr"])("%s is not served", (name) => {
    expect(parseStream(name, SYMBOLS)).toBeNull();
  });
});
