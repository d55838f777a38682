import {
  type AccountSnapshot,
  type BarRange,
  type ExchangeGateway,
  type FillsAfter,
  type FundingPayment,
  GatewayError,
  type GatewayOrder,
  isAlgo,
  type OrderDetail,
  type OrderReport,
  type RawFill,
} from "@quantum/exchange";
import {
  parseAccount,
  parseAlgoOrder,
  parseFill,
  parseFunding,
  parseInstrument,
  parseKline,
  parseOrder,
  parseOrderDetail,
  parseQuote,
} from "@quantum/exchange/binance-rows";
import { type AlgoOrder, algoOf, findAlgo, findOrder, type Market, type Order, type Outcome } from "@quantum/exchange/engine";
import {
  accountRow,
  algoRow,
  bookTickerRow,
  exchangeInfo,
  incomeRow,
  klineRow,
  orderRow,
  positionRow,
  premiumRow,
  tradeRow,
} from "@quantum/exchange-simulator/present";
import type { Venue } from "@quantum/exchange-simulator/venue";
import { type Bar, INTERVAL_MS, type Instrument, type Interval, type Quote } from "@quantum/types";

/** The engine's refusals that mean "there is no such order". */
const NO_SUCH_ORDER = new Set([-2013, -2011]);

/**
 * The exchange in this process. It shows the simulator's books in the words of its API and reads them with the parsers of the live gateway, so
 * that both gateways see the same figures by construction; only the wire between them is left out.
 */
export class VenueGateway implements ExchangeGateway {
  private readonly venue: Venue;

  constructor(venue: Venue) {
    this.venue = venue;
  }

  async marketTime(): Promise<number> {
    return this.venue.marketAt;
  }

  async instruments(): Promise<Instrument[]> {
    const { makerRatio, takerRatio } = this.venue.exchange.fees;
    const fees = { maker: Number(makerRatio), taker: Number(takerRatio) };
    const { symbols } = exchangeInfo(this.venue, { weightPerMinute: 0, ordersPer10s: 0, ordersPerMinute: 0 });
    return (symbols as Parameters<typeof parseInstrument>[0][]).map((row) => {
      const { maxLeverage, maintenanceMarginRatio } = this.market(row.symbol).instrument;
      return parseInstrument(row, { maxLeverage, maintenanceMarginRatio }, fees);
    });
  }

  async bars(symbol: string, interval: Interval, { since, limit, closedBy }: BarRange): Promise<Bar[]> {
    const range = { endAt: closedBy - INTERVAL_MS[interval], ...(since === undefined ? {} : { startAt: since }) };
    const bars = this.venue.tape.klines({ symbol, interval, upTo: this.venue.marketAt, limit, ...range });
    return bars.map((bar) => this.shown(bar, symbol, interval));
  }

  /** The bar of any interval that closes at `closeAt`, as the stream of klines would bring it; null in a gap. */
  barClosingAt(symbol: string, interval: Interval, closeAt: number): Bar | null {
    const openAt = closeAt - INTERVAL_MS[interval];
    const [bar] = this.venue.tape.klines({ symbol, interval, upTo: closeAt, startAt: openAt, endAt: openAt, limit: 1 });
    return bar ? this.shown(bar, symbol, interval) : null;
  }

  async quotes(): Promise<Quote[]> {
    return this.venue.tape.symbols.flatMap((symbol) => {
      const market = this.market(symbol);
      const book = bookTickerRow(this.venue, market) as Parameters<typeof parseQuote>[0];
      if (!(Number(book.bidPrice) > 0 && Number(book.askPrice) > 0)) return [];
      return [parseQuote(book, premiumRow(this.venue, market) as Parameters<typeof parseQuote>[1])];
    });
  }

  async account(): Promise<AccountSnapshot> {
    const { exchange } = this.venue;
    const markets = this.venue.tape.symbols.map((symbol) => this.market(symbol));
    const positions = markets.filter((market) => market.position.size !== 0).map((market) => positionRow(exchange, market, 3));
    const plain = markets.flatMap((market) => market.openOrderIds).sort((a, b) => a - b);
    const algo = markets.flatMap((market) => market.openAlgoIds).sort((a, b) => a - b);
    return parseAccount(accountRow(exchange, 3) as never, positions as never, [
      ...plain.map((id) => exchange.orders[id - 1] as Order).map(({ clientOrderId, symbol }) => ({ clientOrderId, symbol, algo: false })),
      ...algo
        .map((id) => algoOf(exchange, id) as AlgoOrder)
        .map(({ clientAlgoId, symbol }) => ({ clientOrderId: clientAlgoId, symbol, algo: true })),
    ]);
  }

  async fills(symbol: string, after: FillsAfter): Promise<RawFill[]> {
    const { fills } = this.venue.exchange;
    const from = "tradeId" in after ? fills.slice(Number(after.tradeId)) : fills.filter((fill) => fill.filledAt >= after.since);
    return from.filter((fill) => fill.symbol === symbol).map((fill) => parseFill(tradeRow(fill) as never));
  }

  async funding(since: number): Promise<FundingPayment[]> {
    const { income } = this.venue.exchange;
    let first = income.length;
    while (first > 0 && (income[first - 1]?.at ?? 0) >= since) first -= 1;
    const paid = income.slice(first).filter((entry) => entry.type === "FUNDING_FEE");
    return paid.map((entry) => parseFunding(incomeRow(entry) as never));
  }

  async setLeverage(symbol: string, leverage: number): Promise<void> {
    accepted(this.venue.execute({ kind: "leverage", symbol, leverage }));
  }

  /** The simulator has one-way positions and cross margin only. */
  async prepare(): Promise<void> {}

  async place(order: GatewayOrder): Promise<OrderReport> {
    const { clientOrderId, symbol, side, quantity, reduceOnly } = order;
    if (isAlgo(order.type)) {
      const type = order.type as "STOP_MARKET" | "TAKE_PROFIT_MARKET";
      const algo = {
        symbol,
        side,
        type,
        quantity,
        reduceOnly,
        triggerPrice: order.triggerPrice ?? "",
        workingType: "CONTRACT_PRICE",
      } as const;
      const { id } = accepted(this.venue.execute({ kind: "placeAlgo", request: { ...algo, clientAlgoId: clientOrderId } }));
      return this.algoReport(algoOf(this.venue.exchange, id) as AlgoOrder);
    }
    const limit =
      order.type === "LIMIT"
        ? ({ type: "LIMIT", price: order.price ?? "", timeInForce: order.timeInForce ?? "IOC" } as const)
        : ({ type: "MARKET" } as const);
    const { id } = accepted(
      this.venue.execute({ kind: "place", request: { symbol, side, quantity, reduceOnly, clientOrderId, ...limit } }),
    );
    return parseOrder(orderRow(this.venue.exchange.orders[id - 1] as Order) as never);
  }

  async find(symbol: string, clientOrderId: string, algo: boolean): Promise<OrderReport | null> {
    if (algo) {
      const found = findAlgo(this.venue.exchange, { clientAlgoId: clientOrderId });
      return found ? this.algoReport(found) : null;
    }
    const found = findOrder(this.venue.exchange, { symbol, clientOrderId });
    return found ? parseOrder(orderRow(found) as never) : null;
  }

  async findByExchangeId(symbol: string, exchangeOrderId: string): Promise<OrderDetail | null> {
    const found = findOrder(this.venue.exchange, { symbol, orderId: Number(exchangeOrderId) });
    return found ? parseOrderDetail(orderRow(found) as never) : null;
  }

  async cancel(symbol: string, clientOrderId: string, algo: boolean): Promise<boolean> {
    const command = algo
      ? ({ kind: "cancelAlgo", reference: { clientAlgoId: clientOrderId } } as const)
      : ({ kind: "cancel", reference: { symbol, clientOrderId } } as const);
    const outcome = this.venue.execute(command);
    if (!outcome.accepted && NO_SUCH_ORDER.has(outcome.code)) return false;
    accepted(outcome);
    return true;
  }

  /** Whoever replays moves the market; nothing is followed. */
  async stream(): Promise<void> {}

  async permissions(): Promise<{ mayWithdraw: boolean }> {
    return { mayWithdraw: false };
  }

  async close(): Promise<void> {}

  private market(symbol: string): Market {
    return this.venue.exchange.markets[symbol] as Market;
  }

  private shown(bar: Bar, symbol: string, interval: Interval): Bar {
    return parseKline(klineRow(bar, interval, this.market(symbol).priceDecimals) as (string | number)[]);
  }

  private algoReport(algo: AlgoOrder): OrderReport {
    const placed = algo.orderId > 0 ? this.venue.exchange.orders[algo.orderId - 1] : undefined;
    return parseAlgoOrder(algoRow(algo, placed) as never);
  }
}

/** What was accepted; a refusal in the words in which the live gateway hears it. */
function accepted<T>(outcome: Outcome<T>): T {
  if (outcome.accepted) return outcome.value;
  const message = `binanceusdm ${JSON.stringify({ code: outcome.code, msg: outcome.message })}`;
  throw new GatewayError({ definitive: true, code: String(outcome.code), message });
}
