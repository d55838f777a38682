import { describe, expect, it } from "@jest/globals";
import { desk, trade } from "../../test/scenario.ts";
import { stopWatch } from "./stop-watch.ts";

describe("TB-10 stop watch", () => {
  it("ends a trade whose bar closed beyond its stop, and not one that closed exactly there", () => {
    const at = (close: number) => desk({ closes: { BTCUSDT: close } });
    expect(stopWatch(trade(), at(99))).toMatchObject({ rule: "TB-10", passed: true });
    expect(stopWatch(trade(), at(98.99))?.passed).toBe(false);
    const short = trade({ direction: "SHORT", stopPrice: "101" });
    expect(stopWatch(short, at(101))?.passed).toBe(true);
    expect(stopWatch(short, at(101.01))?.passed).toBe(false);
  });

  it("finds nothing without a bar, without a stop, or while the quantity is unknown", () => {
    expect(stopWatch(trade(), desk({ closes: {} }))).toBeNull();
    expect(stopWatch(trade({ stopPrice: null }), desk({ closes: { BTCUSDT: 1 } }))).toBeNull();
    expect(stopWatch(trade({ quantityKnown: false }), desk({ closes: { BTCUSDT: 1 } }))).toBeNull();
  });
});
