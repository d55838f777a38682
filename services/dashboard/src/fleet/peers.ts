import { addressOf, type DashboardConfig } from "../config.ts";
import { LIMITS } from "../limits.ts";

/** What the paper exchange says of its market. */
export interface MarketStatus {
  readonly clock: string;
  readonly source: string;
  readonly generated: boolean;
  readonly startAt: number;
  readonly marketAt: number;
  readonly endAt: number;
  readonly done: boolean;
}

/** The kill latch as risk_safety has it. */
export interface KillLatch {
  readonly set: boolean;
  readonly by: string;
  readonly reason: string;
  readonly at: number;
}

/** What only other services know. Null: not to be had now, which is never shown as good. */
export class Peers {
  private readonly config: DashboardConfig;
  private readonly kept = new Map<string, { at: number; answer: Promise<unknown> }>();

  constructor(config: DashboardConfig) {
    this.config = config;
  }

  market(): Promise<MarketStatus | null> {
    return this.ask<MarketStatus>("exchange_simulator", "/control/status");
  }

  async kill(): Promise<KillLatch | null> {
    return (await this.ask<{ kill: KillLatch }>("risk_safety", "/state"))?.kill ?? null;
  }

  /** One question per peer and second, however many pages are open. */
  private ask<T>(service: string, path: string): Promise<T | null> {
    const known = this.kept.get(service);
    const now = Date.now();
    if (known && now - known.at < LIMITS.peerCacheMs) return known.answer as Promise<T | null>;
    const answer = this.fetch(service, path);
    this.kept.set(service, { at: now, answer });
    return answer as Promise<T | null>;
  }

  private async fetch(service: string, path: string): Promise<unknown> {
    const address = addressOf(this.config, service);
    if (!address) return null;
    try {
      const headers = { authorization: `Bearer ${this.config.controlToken.value() ?? ""}` };
      const response = await fetch(`${address}${path}`, { headers, signal: AbortSignal.timeout(LIMITS.peerWaitMs) });
      return response.ok ? await response.json() : null;
    } catch {
      return null;
    }
  }
}
