import { event } from "@quantum/test-kit";
import type { EventData, LedgerPosition } from "@quantum/types";
import type { World } from "./world.ts";

const BAR_MS = 300_000;
type Kline = [openAt: number, open: string, high: string, low: string, close: string, volume: string, closeAt: number, quoteVolume: string];

/** A desk in the middle of its day, over the paper exchange's own bars: trades, orders, cycles, alerts. Returns the market time. */
export async function seedDay(world: World): Promise<{ at: number; symbols: string[] }> {
  const { tape } = world.simulator.venue;
  const symbols = [...tape.symbols];
  const at = world.simulator.venue.marketAt;
  const closes = new Map<string, number>();
  for (const symbol of symbols) {
    const bars = await klines(world, symbol);
    closes.set(symbol, Number(bars.at(-1)?.[4]));
    await world.stage.insert(
      "bars",
      bars.map((bar) => barRow(symbol, bar)),
    );
    await seedTrades(world, symbol, bars);
  }
  await seedEquity(world, at);
  await seedJournal(world, at, symbols);
  const positions = symbols.slice(0, 2).map((symbol, index) => position(symbol, closes.get(symbol) ?? 1, { at, short: index === 1 }));
  await world.stage.publish(event("portfolio.valued", valued(positions), { at }));
  await seedHealth(world, at);
  return { at, symbols };
}

async function klines(world: World, symbol: string): Promise<Kline[]> {
  const response = await fetch(`http://127.0.0.1:${world.simulator.port}/fapi/v1/klines?symbol=${symbol}&interval=5m&limit=200`);
  return ((await response.json()) as Kline[]).filter(([openAt]) => openAt + BAR_MS <= world.simulator.venue.marketAt);
}

function barRow(symbol: string, [openAt, open, high, low, close, volume, , quoteVolume]: Kline) {
  const figures = {
    open: Number(open),
    high: Number(high),
    low: Number(low),
    close: Number(close),
    volume: Number(volume),
    quote_volume: Number(quoteVolume),
  };
  return { key: `${symbol}:5m:${openAt}`, at: openAt + BAR_MS, symbol, interval: "5m", open_at: openAt, ...figures };
}

async function seedTrades(world: World, symbol: string, bars: readonly Kline[]): Promise<void> {
  for (const [index, from] of [120, 150, 180].entries()) {
    const [entry, exit] = [bars[from], bars[Math.min(bars.length - 1, from + 12)]];
    if (!entry || !exit) continue;
    const long = index % 2 === 0;
    const profit = (Number(exit[4]) - Number(entry[4])) * (long ? 1 : -1) * 0.1;
    const trade = { tradeId: `${symbol}-${index}`, symbol, long, entry, exit, profit };
    await world.stage.insert("trades", [tradeRow(trade)]);
    await world.stage.insert("fills", [fillRow(trade, "ENTRY"), fillRow(trade, profit > 0 ? "TAKE_PROFIT" : "STOP")]);
    await world.stage.insert("orders", [orderRow(trade, "ENTRY"), orderRow(trade, profit > 0 ? "TAKE_PROFIT" : "STOP")]);
    await world.stage.insert("clearances", [clearanceRow(trade)]);
  }
}

interface SeedTrade {
  tradeId: string;
  symbol: string;
  long: boolean;
  entry: Kline;
  exit: Kline;
  profit: number;
}

function tradeRow({ tradeId, symbol, long, entry, exit, profit }: SeedTrade) {
  const times = { at: exit[0] + BAR_MS, opened_at: entry[0] + BAR_MS, closed_at: exit[0] + BAR_MS };
  const money = {
    gross_pnl_usd: profit + 0.2,
    fees_usd: 0.2,
    funding_usd: 0,
    net_pnl_usd: profit,
    initial_risk_usd: 2,
    r_multiple: profit / 2,
  };
  const what = {
    symbol,
    direction: long ? "LONG" : "SHORT",
    status: "CLOSED",
    quantity: 0.1,
    entry_price: entry[4],
    exit_price: exit[4],
    stop_price: entry[3],
  };
  return { key: tradeId, ...times, ...what, ...money, exit_code: profit > 0 ? "EXIT_TAKE_PROFIT" : "EXIT_STOP" };
}

function fillRow({ tradeId, symbol, long, entry, exit }: SeedTrade, leg: string) {
  const opening = leg === "ENTRY";
  const bar = opening ? entry : exit;
  const key = `${tradeId}-${leg}`;
  const facts = {
    client_order_id: key,
    trade_id: tradeId,
    leg,
    symbol,
    side: opening === long ? "BUY" : "SELL",
    quantity: 0.1,
    price: bar[4],
  };
  return { key, at: bar[0] + BAR_MS, ...facts, fee_usd: 0.1, realised_pnl_usd: 0, maker: false, exchange_trade_id: key };
}

function orderRow(trade: SeedTrade, leg: string) {
  const { key, at, side, price } = fillRow(trade, leg);
  const what = {
    intent_id: `${trade.tradeId}-intent`,
    trade_id: trade.tradeId,
    leg,
    symbol: trade.symbol,
    side,
    type: leg === "ENTRY" ? "MARKET" : "STOP_MARKET",
  };
  return {
    key,
    at,
    cycle: at,
    ...what,
    quantity: 0.1,
    reduce_only: leg !== "ENTRY",
    status: "FILLED",
    filled_quantity: 0.1,
    average_price: price,
    updated_at: at,
  };
}

function clearanceRow({ tradeId, symbol, entry }: SeedTrade) {
  const verdicts = [
    {
      module: "risk_safety",
      rule: "RS-10",
      passed: true,
      observed: 1800,
      limit: 5000,
      reason: "MAX_ORDER_NOTIONAL: value of the order in USD",
    },
  ];
  const intent = { reason: "ensemble LONG with confidence 0.61, four models agree" };
  return {
    key: `${tradeId}-intent`,
    at: entry[0] + BAR_MS,
    trade_id: tradeId,
    symbol,
    purpose: "ENTRY",
    cleared: true,
    binding: true,
    code: null,
    intent,
    verdicts,
  };
}

async function seedEquity(world: World, at: number): Promise<void> {
  const rows = Array.from({ length: 150 }, (_, index) => {
    const equity = 10_000 + 60 * Math.sin(index / 14) + index * 0.7;
    const time = at - (149 - index) * BAR_MS;
    return {
      key: String(time),
      at: time,
      wallet_usd: equity,
      unrealised_pnl_usd: 0,
      equity_usd: equity,
      peak_equity_usd: 10_100,
      drawdown_ratio: 0.004,
      open_positions: 2,
      exposure: {},
    };
  });
  await world.stage.insert("equity", rows);
}

async function seedJournal(world: World, at: number, symbols: readonly string[]): Promise<void> {
  const skips = symbols.map((symbol) => ({ symbol, code: "BELOW_MIN_CONFIDENCE", detail: "0.41 of 0.55" }));
  const outcomes = ["TRADED", "NOTHING_TO_DO", "EXPIRED", "NOTHING_TO_DO"];
  await world.stage.insert(
    "cycles",
    outcomes.map((outcome, index) => {
      const time = at - index * BAR_MS;
      const missing = outcome === "EXPIRED" ? ["ai_engine"] : [];
      return {
        key: String(time),
        at: time,
        outcome,
        signals: symbols.length,
        requested: index === 0 ? 1 : 0,
        settled: index === 0 ? 1 : 0,
        skips,
        missing,
        participants: {},
      };
    }),
  );
  const alert = {
    service: "execution",
    severity: "WARNING",
    code: "ORDER_UNRESOLVED",
    message: "the answer to an order was lost",
    action: "It is being asked for by its id; nothing to do yet.",
  };
  await world.stage.insert("alerts", [{ key: "a1", at, ...alert, recorded_at: at }]);
}

/** One service that is well and one that fell silent; the one nobody heard of is absent. */
async function seedHealth(world: World, marketAt: number): Promise<void> {
  const health = {
    status: "HEALTHY",
    reasons: [],
    mode: "ENFORCED",
    modeFrom: "default",
    version: "0.1.0",
    lag: 0,
    rssBytes: 80_000_000,
    marketAt,
  };
  await world.stage.redis.hset(
    world.stage.keys.fleet,
    "trading_bot",
    JSON.stringify({ ...health, service: "trading_bot", at: Date.now() - 60_000 }),
  );
}

function position(symbol: string, price: number, { at, short }: { at: number; short: boolean }): LedgerPosition {
  const entryPrice = price * (short ? 1.004 : 0.994);
  const prices = { entryPrice: entryPrice.toFixed(4), markPrice: price.toFixed(4), stopPrice: (price * (short ? 1.02 : 0.98)).toFixed(4) };
  const r = { initialRiskUsd: 40, rMultiple: 0.62, maxFavourableR: 0.9, maxAdverseR: -0.2 };
  const where = { tradeId: `${symbol}-open`, symbol, direction: short ? ("SHORT" as const) : ("LONG" as const), sector: "MAJOR" };
  return {
    ...where,
    ...prices,
    ...r,
    quantity: "0.25",
    notionalUsd: price * 0.25,
    unrealisedPnlUsd: 24.8,
    openedAt: at,
    ageBars: 7,
    leverage: 3,
  };
}

/** A valuation of the desk with these positions. */
export function valued(positions: LedgerPosition[], over: Partial<EventData<"portfolio.valued">> = {}): EventData<"portfolio.valued"> {
  const money = {
    walletUsd: "10065.31",
    unrealisedPnlUsd: "49.6",
    equityUsd: "10114.91",
    peakEquityUsd: "10160.4",
    dayStartEquityUsd: "10000",
  };
  const flows = { realisedPnlUsd: "77.11", feesUsd: "11.8", fundingUsd: "-0.42", drawdownRatio: 0.00448 };
  const exposure = { grossRatio: 0.94, netRatio: 0.2, longRatio: 0.57, shortRatio: 0.37, bySymbol: {}, bySector: {} };
  return { ...money, ...flows, positions, exposure, averageCorrelation: 0.5, differences: [], ...over };
}
