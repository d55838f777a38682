import { describe, expect, it } from "@jest/globals";
import { type EmergencyGateway, GatewayError } from "@quantum/exchange";
import type { Logger } from "@quantum/service-kit/logger";
import { Watch } from "./watch.ts";

/** An exchange whose clock moves away from ours: signed requests are refused (-1021) until its clock is asked again. */
function driftingExchange(code = "-1021") {
  const exchange = { skewed: false, asked: 0 };
  const gateway = {
    synchroniseClock: async () => {
      exchange.asked += 1;
      exchange.skewed = false;
    },
    instruments: async () => [],
    equity: async () => {
      if (exchange.skewed)
        throw new GatewayError({ definitive: true, code, message: "Timestamp for this request is outside of the recvWindow." });
      return { equityUsd: "100" };
    },
  };
  return { exchange, gateway: gateway as unknown as EmergencyGateway };
}

function watchOver(gateway: EmergencyGateway) {
  const taken: string[] = [];
  const logger = { warn: () => undefined } as unknown as Logger;
  const watch = new Watch({
    gateway,
    logger,
    equityEveryMs: 1_000,
    deadManMs: 0,
    checkPermissions: false,
    lookAtOrders: false,
    state: () => {
      throw new Error("not needed here");
    },
    take: (name) => taken.push(name),
  });
  return { watch, taken };
}

describe("a clock that moved away from the exchange's", () => {
  it("is told as an error, and set right before the next look", async () => {
    const { exchange, gateway } = driftingExchange();
    const { watch, taken } = watchOver(gateway);
    await watch.look();
    exchange.skewed = true;
    await watch.look();
    expect(watch.problem).toContain("recvWindow");
    await watch.look();
    expect({ taken, asked: exchange.asked, problem: watch.problem }).toEqual({
      taken: ["equity", "error", "equity"],
      asked: 2,
      problem: null,
    });
  });

  it("is not suspected when something else was wrong", async () => {
    const { exchange, gateway } = driftingExchange("-2015");
    const { watch, taken } = watchOver(gateway);
    await watch.look();
    exchange.skewed = true;
    await watch.look();
    await watch.look();
    expect({ taken, asked: exchange.asked }).toEqual({ taken: ["equity", "error", "error"], asked: 1 });
  });
});
