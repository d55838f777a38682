import { type Bar, INTERVAL_MS, type Instrument, type Interval, type Quote } from "@quantum/types";
import type { WebSocket } from "ws";
import { type BarRange, type ExchangeGateway, GatewayError, type StreamListener } from "../gateway.ts";
import {
  type AccountSnapshot,
  type FillsAfter,
  type FundingPayment,
  type GatewayOrder,
  isAlgo,
  type OrderDetail,
  type OrderReport,
  type RawFill,
} from "../venue.ts";
import { BinanceClient, type ClientSettings } from "./client.ts";
import type { RawAccount, RawAlgoOrder, RawOrder, RawPosition, RawSymbol, RawTrade } from "./parse.ts";
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
} from "./parse.ts";
import { followStreams } from "./streams.ts";

/** Fills and payments the exchange gives in one answer (Binance: at most 1000). */
const PAGE_ROWS = 1_000;
/** Codes that mean "there is no such order": -2013 unknown order, -2011 unknown order on cancel. */
const NO_SUCH_ORDER = new Set(["-2013", "-2011"]);
/** The exchange does not list the symbol, or not any more: -1121 invalid symbol, -1122 invalid symbol status. */
const NOT_LISTED = new Set(["-1121", "-1122"]);
/** -4046 margin type is that already, -4059 position side is that already. */
const ALREADY_SO = new Set(["-4046", "-4059"]);

export interface BinanceGatewaySettings extends ClientSettings {
  readonly streamUrl: string;
}

/** Binance USD-M futures through ccxt. Orders and data go through separate instances, so that data never delays an order. */
export class BinanceGateway implements ExchangeGateway {
  protected readonly orders: BinanceClient;
  protected readonly data: BinanceClient;
  private readonly open = new Set<WebSocket>();
  private readonly streamUrl: string;

  constructor(settings: BinanceGatewaySettings) {
    this.orders = new BinanceClient(settings);
    this.data = new BinanceClient(settings);
    this.streamUrl = settings.streamUrl;
  }

  async marketTime(): Promise<number> {
    const premiums = await this.data.call<{ time: number | string }[]>("fapiPublicGetPremiumIndex");
    return premiums.reduce((newest, premium) => Math.max(newest, Number(premium.time)), 0);
  }

  async instruments(): Promise<Instrument[]> {
    const [info, brackets] = await Promise.all([
      this.data.call<{ symbols: RawSymbol[] }>("fapiPublicGetExchangeInfo"),
      this.data.call<{ symbol: string; brackets: { initialLeverage: number | string; maintMarginRatio: number | string }[] }[]>(
        "fapiPrivateGetLeverageBracket",
      ),
    ]);
    const perpetuals = info.symbols.filter((raw) => raw.contractType === "PERPETUAL" && raw.quoteAsset === "USDT");
    const fees = await this.fees(perpetuals);
    const lowest = new Map(brackets.map((entry) => [entry.symbol, entry.brackets[0]]));
    return perpetuals.map((raw) => {
      const tier = lowest.get(raw.symbol);
      const margin = { maxLeverage: Number(tier?.initialLeverage ?? 1), maintenanceMarginRatio: Number(tier?.maintMarginRatio ?? 1) };
      return parseInstrument(raw, margin, fees);
    });
  }

  /** The account's fee level, which is the same for all contracts. */
  private async fees(perpetuals: readonly RawSymbol[]): Promise<{ maker: number; taker: number }> {
    const symbol = perpetuals.find((raw) => raw.status === "TRADING")?.symbol;
    if (!symbol)
      throw new GatewayError({ definitive: true, code: "NOTHING_LISTED", message: "the exchange lists no USDT perpetual that trades" });
    const raw = await this.data.call<{ makerCommissionRate: string; takerCommissionRate: string }>("fapiPrivateGetCommissionRate", {
      symbol,
    });
    return { maker: Number(raw.makerCommissionRate), taker: Number(raw.takerCommissionRate) };
  }

  async bars(symbol: string, interval: Interval, { since, limit, closedBy }: BarRange): Promise<Bar[]> {
    // The exchange bounds a range by when bars open, not by when they close.
    const endTime = closedBy - INTERVAL_MS[interval];
    if (since !== undefined && since > endTime) return [];
    const rows = await this.klines({ symbol, interval, limit, endTime, ...(since === undefined ? {} : { startTime: since }) });
    return rows.map(parseKline);
  }

  private async klines(params: Readonly<Record<string, string | number>>): Promise<(string | number)[][]> {
    try {
      return await this.data.call<(string | number)[][]>("fapiPublicGetKlines", params);
    } catch (error) {
      // One symbol that is gone must not keep the bars of all others from being followed.
      if (error instanceof GatewayError && NOT_LISTED.has(error.code)) return [];
      throw error;
    }
  }

  async quotes(): Promise<Quote[]> {
    const [books, premiums] = await Promise.all([
      this.data.call<Parameters<typeof parseQuote>[0][]>("fapiPublicGetTickerBookTicker"),
      this.data.call<(Parameters<typeof parseQuote>[1] & { symbol: string })[]>("fapiPublicGetPremiumIndex"),
    ]);
    const premiumOf = new Map(premiums.map((premium) => [premium.symbol, premium]));
    return books.flatMap((book) => {
      const premium = premiumOf.get(book.symbol);
      return premium && Number(book.bidPrice) > 0 && Number(book.askPrice) > 0 ? [parseQuote(book, premium)] : [];
    });
  }

  async account(): Promise<AccountSnapshot> {
    const [account, positions, plain, algo] = await Promise.all([
      this.data.call<RawAccount>("fapiPrivateV3GetAccount"),
      this.data.call<RawPosition[]>("fapiPrivateV3GetPositionRisk"),
      this.data.call<RawOrder[]>("fapiPrivateGetOpenOrders"),
      this.data.call<RawAlgoOrder[] | { orders: RawAlgoOrder[] }>("fapiPrivateGetOpenAlgoOrders"),
    ]);
    const algoOrders = Array.isArray(algo) ? algo : algo.orders;
    return parseAccount(account, positions, [
      ...plain.map((order) => ({ clientOrderId: order.clientOrderId, symbol: order.symbol, algo: false })),
      ...algoOrders.map((order) => ({ clientOrderId: order.clientAlgoId, symbol: order.symbol, algo: true })),
    ]);
  }

  async fills(symbol: string, after: FillsAfter): Promise<RawFill[]> {
    const fills: RawFill[] = [];
    let from: Record<string, string | number> =
      "tradeId" in after ? { fromId: String(BigInt(after.tradeId) + 1n) } : { startTime: after.since };
    for (;;) {
      const page = await this.data.call<RawTrade[]>("fapiPrivateGetUserTrades", { symbol, ...from, limit: PAGE_ROWS });
      fills.push(...page.map(parseFill));
      const last = page.at(-1);
      if (!last || page.length < PAGE_ROWS) return fills;
      from = { fromId: String(BigInt(last.id) + 1n) };
    }
  }

  async funding(since: number): Promise<FundingPayment[]> {
    const payments: FundingPayment[] = [];
    for (let startTime = since; ; ) {
      const page = await this.data.call<Parameters<typeof parseFunding>[0][]>("fapiPrivateGetIncome", {
        incomeType: "FUNDING_FEE",
        startTime,
        limit: PAGE_ROWS,
      });
      payments.push(...page.map(parseFunding));
      const last = page.at(-1);
      if (!last || page.length < PAGE_ROWS) return payments;
      startTime = Number(last.time);
    }
  }

  async setLeverage(symbol: string, leverage: number): Promise<void> {
    await this.orders.call("fapiPrivatePostLeverage", { symbol, leverage });
  }

  async prepare(symbols: readonly string[]): Promise<void> {
    await this.orders.synchroniseClock();
    await this.data.synchroniseClock();
    await this.unlessAlreadySo("fapiPrivatePostPositionSideDual", { dualSidePosition: "false" });
    for (const symbol of symbols) await this.unlessAlreadySo("fapiPrivatePostMarginType", { symbol, marginType: "CROSSED" });
  }

  private async unlessAlreadySo(method: string, params: Record<string, string>): Promise<void> {
    try {
      await this.orders.call(method, params);
    } catch (error) {
      if (!(error instanceof GatewayError && ALREADY_SO.has(error.code))) throw error;
    }
  }

  async place(order: GatewayOrder): Promise<OrderReport> {
    const common = {
      symbol: order.symbol,
      side: order.side,
      type: order.type,
      quantity: order.quantity,
      ...(order.reduceOnly ? { reduceOnly: "true" } : {}),
    };
    if (isAlgo(order.type)) {
      const algo = {
        ...common,
        algoType: "CONDITIONAL",
        clientAlgoId: order.clientOrderId,
        triggerPrice: order.triggerPrice ?? "",
        workingType: "CONTRACT_PRICE",
      };
      return parseAlgoOrder(await this.orders.call<RawAlgoOrder>("fapiPrivatePostAlgoOrder", algo));
    }
    const limit = order.type === "LIMIT" ? { price: order.price ?? "", timeInForce: order.timeInForce ?? "IOC" } : {};
    return parseOrder(
      await this.orders.call<RawOrder>("fapiPrivatePostOrder", {
        ...common,
        ...limit,
        newClientOrderId: order.clientOrderId,
        newOrderRespType: "RESULT",
      }),
    );
  }

  async find(symbol: string, clientOrderId: string, algo: boolean): Promise<OrderReport | null> {
    return this.orNone(async () =>
      algo
        ? parseAlgoOrder(await this.orders.call<RawAlgoOrder>("fapiPrivateGetAlgoOrder", { clientAlgoId: clientOrderId }))
        : parseOrder(await this.orders.call<RawOrder>("fapiPrivateGetOrder", { symbol, origClientOrderId: clientOrderId })),
    );
  }

  async findByExchangeId(symbol: string, exchangeOrderId: string): Promise<OrderDetail | null> {
    return this.orNone(async () =>
      parseOrderDetail(await this.data.call<RawOrder>("fapiPrivateGetOrder", { symbol, orderId: exchangeOrderId })),
    );
  }

  async cancel(symbol: string, clientOrderId: string, algo: boolean): Promise<boolean> {
    const cancelled = await this.orNone(async () => {
      if (algo) await this.orders.call("fapiPrivateDeleteAlgoOrder", { clientAlgoId: clientOrderId });
      else await this.orders.call("fapiPrivateDeleteOrder", { symbol, origClientOrderId: clientOrderId });
      return true;
    });
    return cancelled ?? false;
  }

  private async orNone<T>(ask: () => Promise<T>): Promise<T | null> {
    try {
      return await ask();
    } catch (error) {
      if (error instanceof GatewayError && NO_SUCH_ORDER.has(error.code)) return null;
      throw error;
    }
  }

  async stream(symbols: readonly string[], intervals: readonly Interval[], listener: StreamListener, signal: AbortSignal): Promise<void> {
    const listenKey = async (): Promise<string> => (await this.data.call<{ listenKey: string }>("fapiPrivatePostListenKey")).listenKey;
    const keepAlive = async (): Promise<void> => {
      await this.data.call("fapiPrivatePutListenKey");
    };
    await followStreams({ url: this.streamUrl, symbols, intervals, listener, signal, listenKey, keepAlive, open: this.open });
  }

  /** Ends the stream connections, which may only look alive; each is made anew at once and asks for what it missed. */
  reconnect(): void {
    for (const socket of this.open) socket.terminate();
  }

  async permissions(): Promise<{ mayWithdraw: boolean }> {
    const { enableWithdrawals } = await this.data.call<{ enableWithdrawals: boolean | string }>("sapiGetAccountApiRestrictions");
    return { mayWithdraw: String(enableWithdrawals) !== "false" };
  }

  async close(): Promise<void> {
    await Promise.all([this.orders.close(), this.data.close()]);
  }
}
