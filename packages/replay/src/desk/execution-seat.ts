import type { BarCollectorSettings } from "@quantum/execution/bars";
import { exchangeCalls } from "@quantum/execution/calls";
import { environment, feedSettingsOf, settingsOf } from "@quantum/execution/config";
import { createExecutionCore, type ExecutionState } from "@quantum/execution/core";
import { type FeedSettings, openFeed } from "@quantum/execution/feed";
import type { Interval } from "@quantum/types";
import { FLEET, type FleetEntry } from "../../../../fleet.ts";
import type { VenueGateway } from "../market/venue-gateway.ts";
import type { Driver } from "./driver.ts";
import { type Seat, seatOf } from "./seat.ts";
import { configOf, type DeskChoice, ownSettings } from "./seats.ts";

/** execution at the desk, and how it follows the market. */
export interface ExecutionSeat {
  readonly seat: Seat;
  readonly feed: FeedSettings;
}

const ENTRY = FLEET.find(({ name }) => name === "execution") as FleetEntry;

/** Seats execution beside an exchange in this process, set as the launcher would set it for a market that waits for the fleet. */
export function executionSeat(
  gateway: VenueGateway,
  market: { readonly symbols: readonly string[]; readonly baseInterval: Interval },
  choice: DeskChoice,
): ExecutionSeat {
  const watched = market.baseInterval === choice.interval ? "" : market.baseInterval;
  const own = {
    EXCHANGE_MODE: "paper",
    EXCHANGE_API_KEY: "none",
    EXCHANGE_API_SECRET: "none",
    SYMBOLS: market.symbols.join(","),
    INTERVAL: choice.interval,
    WATCH_INTERVAL: watched,
    SYNC_MS: "0",
  };
  const config = configOf(ENTRY, environment, { ...choice, own });
  const calls = exchangeCalls(gateway, config.RECV_WINDOW_MS);
  const settings = ownSettings(config, environment);
  return {
    seat: seatOf({ core: createExecutionCore(settingsOf(config)), mode: config.firstMode, settings, calls }),
    feed: feedSettingsOf(config),
  };
}

/** What following the exchange begins with in the fleet, begun here. */
export async function openMarket(driver: Driver, gateway: VenueGateway, { seat, feed }: ExecutionSeat): Promise<BarCollectorSettings> {
  let unnamed = 0;
  return openFeed(gateway, feed, {
    state: () => seat.state as ExecutionState,
    observe: async (name, data, at, key) => {
      const marketAt = await gateway.marketTime();
      await driver.observe("execution", { name, data, at: at ?? marketAt, key: key ?? `unnamed:${unnamed++}` }, marketAt);
    },
  });
}
