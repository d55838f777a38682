import { describe, expect, it } from "@jest/globals";
import { account, codeOf, exit, filled, ready, requested, settled, T0 } from "../../test/scenario.ts";

describe("RS-16: exit within the position", () => {
  const held = [...ready(), account("10000", { BTCUSDT: "10", ETHUSDT: "-4" })];
  it("all of it passes, a thousandth unit more does not", () => {
    expect(codeOf([...held, requested(exit({ quantity: "10" }))])).toBeNull();
    expect(codeOf([...held, requested(exit({ quantity: "10.001" }))])).toBe("EXIT_EXCEEDS_POSITION");
    expect(codeOf([...held, requested(exit({ symbol: "ETHUSDT", side: "BUY", quantity: "4" }))])).toBeNull();
    expect(codeOf([...held, requested(exit({ symbol: "ETHUSDT", side: "BUY", quantity: "4.001" }))])).toBe("EXIT_EXCEEDS_POSITION");
  });
  it("an exit on the side of the position, or of nothing, is none", () => {
    expect(codeOf([...held, requested(exit({ side: "BUY", quantity: "1" }))])).toBe("EXIT_EXCEEDS_POSITION");
    expect(codeOf([...held, requested(exit({ symbol: "SOLUSDT", quantity: "1" }))])).toBe("EXIT_EXCEEDS_POSITION");
  });
  it("exits on their way count, but a lost one bars the way out for ten minutes only", () => {
    const first = exit({ quantity: "6" });
    const second = (afterMs: number) => requested(exit({ quantity: "5" }), { at: T0 + afterMs });
    expect(codeOf([...held, requested(first), second(0)])).toBe("EXIT_EXCEEDS_POSITION");
    expect(codeOf([...held, requested(first), second(600_000 - 1)])).toBe("EXIT_EXCEEDS_POSITION");
    expect(codeOf([...held, requested(first), second(600_000)])).toBeNull();
    expect(codeOf([...held, requested(first), settled(first, "0"), second(0)])).toBeNull();
  });
  it("what an exit filled is off the position and off the reservation", () => {
    const first = exit({ quantity: "6" });
    expect(codeOf([...held, requested(first), filled(first), requested(exit({ quantity: "4" }))])).toBeNull();
    expect(codeOf([...held, requested(first), filled(first), requested(exit({ quantity: "4.1" }))])).toBe("EXIT_EXCEEDS_POSITION");
  });
  it("passes when every entry limit is broken and nothing of the market is known", () => {
    const lost = [account("10000"), account("-500", { BTCUSDT: "10" })];
    expect(codeOf([...lost, requested(exit({ quantity: "10", leverage: 99, decidedAt: 0 }))])).toBeNull();
  });
  it("passes before the exchange told any position: it is reduce-only there", () => {
    expect(codeOf([requested(exit())])).toBeNull();
  });
});
