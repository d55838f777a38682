import { SIMULATOR_LIMITS } from "../limits.ts";
import { ApiError } from "./api-error.ts";

/** How much may be asked; counted in wall time. */
export interface RateLimitSettings {
  readonly weightPerMinute: number;
  readonly ordersPer10s: number;
  readonly ordersPerMinute: number;
}

/** What a client is told with every answer. */
export interface Usage {
  readonly weightPerMinute: number;
  readonly ordersPer10s: number;
  readonly ordersPerMinute: number;
}

/** Counts within windows of wall time that begin on whole minutes (or tens of seconds), as Binance does. */
export class RateLimits {
  private readonly settings: RateLimitSettings;
  private readonly weight = new Window(60_000);
  private readonly orders10s = new Window(10_000);
  private readonly orders1m = new Window(60_000);
  private readonly refusals = new Window(60_000);
  private bannedUntilMs = 0;

  constructor(settings: RateLimitSettings) {
    this.settings = settings;
  }

  /**
   * Counts one request.
   * @throws ApiError 429 beyond a limit; 418 for whoever goes on regardless.
   */
  count(request: { weight: number; orders: number }, nowMs: number): Usage {
    if (nowMs < this.bannedUntilMs) throw banned(this.bannedUntilMs);
    const usage = {
      weightPerMinute: this.weight.add(request.weight, nowMs),
      ordersPer10s: this.orders10s.add(request.orders, nowMs),
      ordersPerMinute: this.orders1m.add(request.orders, nowMs),
    };
    const tooMuch = usage.weightPerMinute > this.settings.weightPerMinute;
    const tooMany =
      request.orders > 0 && (usage.ordersPer10s > this.settings.ordersPer10s || usage.ordersPerMinute > this.settings.ordersPerMinute);
    if (!tooMuch && !tooMany) return usage;
    if (this.refusals.add(1, nowMs) > SIMULATOR_LIMITS.refusalsBeforeBan) {
      this.bannedUntilMs = nowMs + SIMULATOR_LIMITS.banMs;
      throw banned(this.bannedUntilMs);
    }
    throw tooMuch
      ? new ApiError(429, -1003, `Too many requests; current limit is ${this.settings.weightPerMinute} requests per minute.`)
      : new ApiError(429, -1015, `Too many new orders; current limit is ${this.settings.ordersPer10s} orders per TEN_SECONDS.`);
  }

  /** Seconds until the ban, or the running minute, is over: the header Retry-After. */
  retryAfterSeconds(nowMs: number): number {
    const untilMs = Math.max(this.bannedUntilMs, nowMs - (nowMs % 60_000) + 60_000);
    return Math.ceil((untilMs - nowMs) / 1000);
  }
}

function banned(untilMs: number): ApiError {
  return new ApiError(418, -1003, `Way too many requests; IP banned until ${untilMs}.`);
}

class Window {
  private readonly lengthMs: number;
  private startMs = 0;
  private used = 0;

  constructor(lengthMs: number) {
    this.lengthMs = lengthMs;
  }

  add(amount: number, nowMs: number): number {
    const startMs = nowMs - (nowMs % this.lengthMs);
    if (startMs !== this.startMs) {
      this.startMs = startMs;
      this.used = 0;
    }
    this.used += amount;
    return this.used;
  }
}
