import { type EmergencyGateway, GatewayError, type RestingDetail } from "@quantum/exchange";
import type { Logger } from "@quantum/service-kit/logger";
import type { Instrument } from "@quantum/types";
import { type EssState, sweepsEntries, WATCH_LIMITS } from "../core/index.ts";

/** What the watch works with. */
export interface WatchParts {
  readonly gateway: EmergencyGateway;
  readonly logger: Logger;
  readonly equityEveryMs: number;
  /** 0: no dead-man switch. */
  readonly deadManMs: number;
  /** Keys that could withdraw are refused. */
  readonly checkPermissions: boolean;
  /** Whether it looks after resting orders by itself, in real time. */
  readonly lookAtOrders: boolean;
  state(): Readonly<EssState>;
  take(name: string, data?: unknown): void;
}

/** The exchange did not tell the clock apart from ours: requests carry a wrong time. */
const CLOCK_CODES = new Set(["-1021", "CLOCK"]);

/** Looks at the exchange by itself: equity, resting orders, contracts. Whatever fails is told to the core as an error. */
export class Watch {
  readonly instruments = new Map<string, Instrument>();
  private readonly parts: WatchParts;
  private readonly armed = new Set<string>();
  private clockKnown = false;
  private permitted = false;
  private instrumentsAt = 0;
  private ordersAt = 0;
  /** What is wrong with the exchange, or null. */
  problem: string | null = "not asked yet";

  constructor(parts: WatchParts) {
    this.parts = parts;
  }

  /** One look. */
  async look(): Promise<void> {
    const { parts } = this;
    try {
      await this.prepare();
      parts.take("equity", (await parts.gateway.equity()) ?? null);
      if (parts.lookAtOrders && Date.now() - this.ordersAt >= this.ordersEveryMs()) await this.lookAtOrders();
      this.problem = null;
    } catch (error) {
      const { message, code } = error as GatewayError;
      if (error instanceof GatewayError && CLOCK_CODES.has(code)) this.clockKnown = false;
      this.problem = message;
      parts.logger.warn({ error }, "the exchange could not be asked");
      parts.take("error", `the exchange: ${message}`.slice(0, 300));
    }
  }

  private async prepare(): Promise<void> {
    const { gateway, checkPermissions } = this.parts;
    if (!this.clockKnown) await gateway.synchroniseClock();
    this.clockKnown = true;
    if (checkPermissions && !this.permitted && (await gateway.permissions()).mayWithdraw)
      this.parts.take("failure", "the API keys may withdraw; make keys without that right");
    this.permitted = true;
    if (Date.now() - this.instrumentsAt < WATCH_LIMITS.instrumentsEveryMs) return;
    for (const instrument of await gateway.instruments()) this.instruments.set(instrument.symbol, instrument);
    this.instrumentsAt = Date.now();
  }

  private ordersEveryMs(): number {
    return sweepsEntries(this.parts.state().level) ? WATCH_LIMITS.ordersStoppedEveryMs : WATCH_LIMITS.ordersEveryMs;
  }

  private async lookAtOrders(): Promise<void> {
    const orders = await this.parts.gateway.restingOrders();
    this.ordersAt = Date.now();
    const entries = orders.filter((order) => !order.reduces);
    const { level, sweep } = this.parts.state();
    if (!sweepsEntries(level)) await this.renewDeadMan(orders);
    else if (sweep?.phase === "DONE" && entries.length > 0) this.parts.take("entriesRest", { entries: entries.length });
  }

  /**
   * While plain entries rest in a symbol the exchange is told to cancel them unless it is told again. Symbols where something plain could
   * reduce a position are left out, because the switch would take that too; algo orders, the protective stops, it never touches.
   */
  private async renewDeadMan(orders: readonly RestingDetail[]): Promise<void> {
    const { gateway, deadManMs } = this.parts;
    if (deadManMs === 0) return;
    const plain = orders.filter((order) => !order.algo);
    const reducing = new Set(plain.filter((order) => order.reduces).map((order) => order.symbol));
    const wanted = new Set(plain.map((order) => order.symbol).filter((symbol) => !reducing.has(symbol)));
    for (const symbol of [...this.armed].filter((each) => !wanted.has(each))) {
      await gateway.armCountdown(symbol, 0);
      this.armed.delete(symbol);
    }
    for (const symbol of wanted) {
      await gateway.armCountdown(symbol, deadManMs);
      this.armed.add(symbol);
    }
  }
}
