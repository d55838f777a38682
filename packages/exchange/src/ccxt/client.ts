// ccxt exports only its whole library (150 MB resident); the one class and its error types are reached by path.
import * as errors from "../../node_modules/ccxt/js/src/base/errors.js";
import Binance from "../../node_modules/ccxt/js/src/binanceusdm.js";
import { GatewayError } from "../gateway.ts";
import type { ExchangeMode } from "./settings.ts";

type Params = Readonly<Record<string, string | number | boolean>>;
type RawCall = (params?: Params) => Promise<unknown>;

/** Where the client speaks to and who it is. */
export interface ClientSettings {
  readonly mode: ExchangeMode;
  /** Base address that replaces the exchange's own in paper mode, e.g. http://127.0.0.1:8099. */
  readonly restUrl: string | null;
  readonly apiKey: string;
  readonly apiSecret: string;
  readonly recvWindowMs: number;
  readonly timeoutMs: number;
}

/** Request weight ccxt may spend in its rolling minute, as a multiple of 50 ms per unit (Binance: 2400 a minute, two instances share it). */
const RATE_LIMIT_MS = 50;

/** ccxt's Binance USD-M class, reached through its raw endpoint methods: signing, throttling and error mapping are ccxt's, figures stay text. */
export class BinanceClient {
  private readonly exchange: Binance;

  constructor(settings: ClientSettings) {
    this.exchange = new Binance({
      apiKey: settings.apiKey,
      secret: settings.apiSecret,
      enableRateLimit: settings.mode !== "paper",
      rateLimit: RATE_LIMIT_MS,
      // A leaky bucket would make an order wait for the call before it; a rolling minute does not.
      rateLimiterAlgorithm: "rollingWindow",
      timeout: settings.timeoutMs,
      options: { recvWindow: settings.recvWindowMs },
    });
    if (settings.mode === "testnet") this.exchange.setSandboxMode(true);
    if (settings.restUrl !== null) redirect(this.exchange, settings.restUrl);
  }

  /** Asks the exchange's clock, so that signed requests carry its time rather than ours. */
  async synchroniseClock(): Promise<void> {
    await this.guard(() => this.exchange.loadTimeDifference());
    this.exchange.options.adjustForTimeDifference = true;
  }

  /**
   * One raw endpoint, by ccxt's method name, e.g. "fapiPrivatePostOrder".
   * @throws GatewayError
   */
  async call<T>(method: string, params: Params = {}): Promise<T> {
    const raw = (this.exchange as unknown as Record<string, RawCall>)[method];
    if (!raw) throw new GatewayError({ definitive: true, code: "NO_METHOD", message: `ccxt has no method ${method}` });
    return (await this.guard(() => raw.call(this.exchange, params))) as T;
  }

  private async guard<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw toGatewayError(error);
    }
  }

  /** ccxt closes its sockets for streams only; the connections that requests keep open would hold the process for seconds. */
  async close(): Promise<void> {
    await this.exchange.close();
    const { fetchDispatcher } = this.exchange as unknown as { fetchDispatcher?: { destroy(): Promise<void> } };
    await fetchDispatcher?.destroy();
  }
}

function redirect(exchange: Binance, url: string): void {
  const api = exchange.urls.api as Record<string, unknown>;
  for (const [name, value] of Object.entries(api)) {
    if (typeof value === "string") api[name] = value.replace(/^https:\/\/[^/]+/, url);
  }
}

/** A rejection the exchange spelled out is definitive. No answer, a server error or an unreadable one is not: it may have been done. */
function toGatewayError(error: unknown): GatewayError {
  const failure = error as Error;
  const message = failure.message ?? String(error);
  const code = /"code":\s*(-?\d+)/.exec(message)?.[1];
  if (failure instanceof errors.RateLimitExceeded || failure instanceof errors.DDoSProtection)
    return new GatewayError({ definitive: true, code: "RATE_LIMIT", message });
  if (failure instanceof errors.InvalidNonce) return new GatewayError({ definitive: true, code: code ?? "CLOCK", message });
  if (failure instanceof errors.ExchangeError) return new GatewayError({ definitive: true, code: code ?? "REFUSED", message });
  if (failure instanceof errors.RequestTimeout) return new GatewayError({ definitive: false, code: code ?? "TIMEOUT", message });
  return new GatewayError({ definitive: false, code: code ?? "NETWORK", message });
}
