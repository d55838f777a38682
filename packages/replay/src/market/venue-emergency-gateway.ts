import type { EmergencyGateway, GatewayOrder, OrderReport, RestingDetail } from "@quantum/exchange";
import { parsePositions, parseResting } from "@quantum/exchange/binance-rows";
import { type AlgoOrder, algoOf, type Market, type Order } from "@quantum/exchange/engine";
import { accountRow, algoRow, orderRow, positionRow } from "@quantum/exchange-simulator/present";
import type { Venue } from "@quantum/exchange-simulator/venue";
import type { ExchangePosition, Instrument } from "@quantum/types";
import type { VenueGateway } from "./venue-gateway.ts";

/** The exchange in this process as the emergency stop sees it: the books in the words of the exchange's API, read by the live parsers. */
export class VenueEmergencyGateway implements EmergencyGateway {
  private readonly venue: Venue;
  private readonly gateway: VenueGateway;

  constructor(venue: Venue, gateway: VenueGateway) {
    this.venue = venue;
    this.gateway = gateway;
  }

  async equity(): Promise<unknown> {
    return (accountRow(this.venue.exchange, 3) as { totalMarginBalance?: unknown }).totalMarginBalance;
  }

  async positions(): Promise<ExchangePosition[]> {
    const held = this.markets().filter((market) => market.position.size !== 0);
    return parsePositions(held.map((market) => positionRow(this.venue.exchange, market, 3)) as never);
  }

  async restingOrders(): Promise<RestingDetail[]> {
    const { exchange } = this.venue;
    const plain = this.markets().flatMap(({ openOrderIds }) => openOrderIds.map((id) => orderRow(exchange.orders[id - 1] as Order)));
    const algo = this.markets().flatMap(({ openAlgoIds }) =>
      openAlgoIds.map((id) => algoRow(algoOf(exchange, id) as AlgoOrder, undefined)),
    );
    return parseResting(plain as never, algo as never);
  }

  instruments(): Promise<Instrument[]> {
    return this.gateway.instruments();
  }

  async cancelAll(symbol: string, algo: boolean): Promise<void> {
    const resting = (await this.restingOrders()).filter((order) => order.symbol === symbol && order.algo === algo);
    for (const { clientOrderId } of resting) await this.cancel(symbol, clientOrderId, algo);
  }

  cancel(symbol: string, clientOrderId: string, algo: boolean): Promise<boolean> {
    return this.gateway.cancel(symbol, clientOrderId, algo);
  }

  /** A market that stands still has no countdown. */
  async armCountdown(): Promise<void> {}

  place(order: GatewayOrder): Promise<OrderReport> {
    return this.gateway.place(order);
  }

  find(symbol: string, clientOrderId: string, algo: boolean): Promise<OrderReport | null> {
    return this.gateway.find(symbol, clientOrderId, algo);
  }

  /** The market's clock is the only one there is. */
  async synchroniseClock(): Promise<void> {}

  marketTime(): Promise<number> {
    return this.gateway.marketTime();
  }

  permissions(): Promise<{ readonly mayWithdraw: boolean }> {
    return this.gateway.permissions();
  }

  async close(): Promise<void> {}

  private markets(): Market[] {
    return this.venue.tape.symbols.map((symbol) => this.venue.exchange.markets[symbol] as Market);
  }
}
