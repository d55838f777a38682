import type { ExchangePosition } from "@quantum/types";
import type { EmergencyGateway, RestingDetail } from "../emergency.ts";
import { BinanceGateway } from "./gateway.ts";
import { parsePositions, parseResting, type RawAlgoOrder, type RawOrder, type RawPosition } from "./parse.ts";

/** Binance USD-M futures with what an emergency stop needs besides. Connections of its own: whoever trades cannot delay it. */
export class BinanceEmergencyGateway extends BinanceGateway implements EmergencyGateway {
  async equity(): Promise<unknown> {
    const account = await this.data.call<{ totalMarginBalance?: unknown }>("fapiPrivateV3GetAccount");
    return account.totalMarginBalance;
  }

  async positions(): Promise<ExchangePosition[]> {
    return parsePositions(await this.data.call<RawPosition[]>("fapiPrivateV3GetPositionRisk"));
  }

  async restingOrders(): Promise<RestingDetail[]> {
    const [plain, algo] = await Promise.all([
      this.orders.call<RawOrder[]>("fapiPrivateGetOpenOrders"),
      this.orders.call<RawAlgoOrder[] | { orders: RawAlgoOrder[] }>("fapiPrivateGetOpenAlgoOrders"),
    ]);
    return parseResting(plain, Array.isArray(algo) ? algo : algo.orders);
  }

  async cancelAll(symbol: string, algo: boolean): Promise<void> {
    await this.orders.call(algo ? "fapiPrivateDeleteAlgoOpenOrders" : "fapiPrivateDeleteAllOpenOrders", { symbol });
  }

  async armCountdown(symbol: string, countdownMs: number): Promise<void> {
    await this.orders.call("fapiPrivatePostCountdownCancelAll", { symbol, countdownTime: countdownMs });
  }

  async synchroniseClock(): Promise<void> {
    await Promise.all([this.orders.synchroniseClock(), this.data.synchroniseClock()]);
  }
}
