import { isOpen } from "@quantum/exchange/engine";
import type { Venue } from "@quantum/exchange-simulator/venue";
import type { Instrument } from "@quantum/types";
import Big from "big.js";
import { type DrillAccount, signed } from "./signed-client.ts";

/** What a drill sets up in every symbol: a position with its stop and take-profit, and entry orders of both classes. */
export const SCENE = {
  plainEntries: 5,
  algoEntries: 5,
  /** Worth of a usual position, USD. */
  positionUsd: 2_000,
  /** Every so many symbols the position is larger than the book, so that one order cannot close it. */
  largeEvery: 7,
  /** How much larger than what the book takes. */
  largeTimesBook: 1.3,
} as const;

/** What the exchange holds at one moment. `bare`: open positions without a protective stop. */
export interface Holding {
  readonly entries: number;
  readonly positions: number;
  readonly bare: number;
  readonly orders: number;
}

/** Sets the scene: positions, stops, entries. `nextBar` moves the market, which fills the book again. */
export async function setScene(account: DrillAccount, venue: Venue, nextBar: () => Promise<void>): Promise<void> {
  const symbols = venue.tape.content.instruments;
  await Promise.all(
    symbols.map((instrument, index) => openPosition(account, venue, { instrument, large: index % SCENE.largeEvery === 0, part: 0 })),
  );
  await nextBar();
  await Promise.all(
    symbols.map((instrument, index) => openPosition(account, venue, { instrument, large: index % SCENE.largeEvery === 0, part: 1 })),
  );
  await nextBar();
  for (const instrument of symbols) await restOrders(account, venue, instrument);
}

async function openPosition(
  account: DrillAccount,
  venue: Venue,
  about: { instrument: Instrument; large: boolean; part: 0 | 1 },
): Promise<void> {
  const { instrument, large, part } = about;
  if (part === 1 && !large) return;
  const price = lastPrice(venue, instrument.symbol);
  // The exchange lets no position this large be opened at more.
  if (large && part === 0) await signed(account, "POST", "/fapi/v1/leverage", { symbol: instrument.symbol, leverage: "1" });
  const quantity = large ? (await bookQuantity(account, instrument.symbol)) * (SCENE.largeTimesBook / 2) : SCENE.positionUsd / price;
  const text = onStep(Math.min(quantity, Number(instrument.maxQuantity)), instrument.stepSize, instrument.minQuantity);
  await signed(account, "POST", "/fapi/v1/order", { symbol: instrument.symbol, side: "BUY", type: "MARKET", quantity: text });
}

/** What the bids within the exchange's bound of a market order hold. */
async function bookQuantity(account: DrillAccount, symbol: string): Promise<number> {
  const response = await fetch(`${account.url}/fapi/v1/depth?symbol=${symbol}&limit=1000`);
  const { bids } = (await response.json()) as { bids: [string, string][] };
  const best = Number(bids[0]?.[0]);
  return bids.filter(([price]) => Number(price) >= best * 0.95).reduce((sum, [, quantity]) => sum + Number(quantity), 0);
}

async function restOrders(account: DrillAccount, venue: Venue, instrument: Instrument): Promise<void> {
  const { symbol, tickSize } = instrument;
  const price = lastPrice(venue, symbol);
  const whole = new Big(venue.exchange.markets[symbol]?.position.quantity ?? "0");
  const held = whole.gt(instrument.maxQuantity) ? instrument.maxQuantity : whole.toFixed();
  const small = onStep(20 / price, instrument.stepSize, instrument.minQuantity);
  const at = (ratio: number): string => new Big(price).times(ratio).div(tickSize).round(0, Big.roundHalfUp).times(tickSize).toFixed();
  const algo = (params: Record<string, string>) =>
    signed(account, "POST", "/fapi/v1/algoOrder", { symbol, algoType: "CONDITIONAL", ...params });
  await algo({ side: "SELL", type: "STOP_MARKET", triggerPrice: at(0.8), quantity: held, reduceOnly: "true" });
  await algo({ side: "SELL", type: "TAKE_PROFIT_MARKET", triggerPrice: at(1.3), quantity: held, reduceOnly: "true" });
  for (let n = 1; n <= SCENE.plainEntries; n++)
    await signed(account, "POST", "/fapi/v1/order", {
      symbol,
      side: "BUY",
      type: "LIMIT",
      timeInForce: "GTC",
      price: at(0.9 - n / 100),
      quantity: small,
    });
  for (let n = 1; n <= SCENE.algoEntries; n++)
    await algo({ side: "BUY", type: "STOP_MARKET", triggerPrice: at(1.2 + n / 100), quantity: small });
}

/** What the exchange holds now, read from its books and not through its API. */
export function holdingOf(venue: Venue): Holding {
  let entries = 0;
  let positions = 0;
  let bare = 0;
  let orders = 0;
  const algos = venue.exchange.algos;
  for (const market of Object.values(venue.exchange.markets)) {
    const plain = market.openOrderIds.map((id) => venue.exchange.orders[id - 1]).filter((order) => order !== undefined && isOpen(order));
    const open = new Set(market.openAlgoIds);
    const waiting = open.size === 0 ? [] : algos.slice(-ALGOS_LOOKED_AT).filter((algo) => open.has(algo.algoId));
    entries +=
      plain.filter((order) => !order?.reduceOnly).length + waiting.filter((algo) => !algo.reduceOnly && !algo.closePosition).length;
    orders += plain.length + waiting.length;
    if (market.position.size === 0) continue;
    positions += 1;
    if (!waiting.some((algo) => algo.reduceOnly && algo.type === "STOP_MARKET")) bare += 1;
  }
  return { entries, positions, bare, orders };
}

/** More than one scene makes: those of earlier drills are over. */
const ALGOS_LOOKED_AT = 2_000;

function lastPrice(venue: Venue, symbol: string): number {
  return venue.exchange.markets[symbol]?.lastPrice ?? 0;
}

function onStep(quantity: number, step: string, least: string): string {
  const rounded = new Big(quantity.toPrecision(12)).div(step).round(0, Big.roundUp).times(step);
  return rounded.lt(least) ? least : rounded.toFixed();
}
