import { type EmergencyGateway, GatewayError } from "@quantum/exchange";
import { SWEEP_LIMITS } from "../core/index.ts";
import { pause } from "../pause.ts";

/** What a sweep works with. */
export interface SweepParts {
  readonly gateway: EmergencyGateway;
  readonly signal: AbortSignal;
  /** Writes down what is about to be done, before it is done. */
  note(action: string, data: unknown): void;
}

/** One attempt: until when it may take, how often it was refused lately, and what went wrong last. */
export class SweepRun {
  readonly startedAt = performance.now();
  readonly parts: SweepParts;
  private readonly withinMs: number;
  private refusals = 0;
  private rounds = 0;
  /** The exchange said that we ask too much: going on as fast would end in a ban. */
  private limited = false;
  problem = "";

  constructor(parts: SweepParts, withinMs: number) {
    this.parts = parts;
    this.withinMs = withinMs;
  }

  get elapsedMs(): number {
    return performance.now() - this.startedAt;
  }

  get over(): boolean {
    return this.parts.signal.aborted || this.elapsedMs > this.withinMs;
  }

  /** Something was refused or not answered: remembered, because the exchange is asked what came of it anyway. */
  failed(error: Error): void {
    this.problem = error.message.slice(0, 300);
    this.refusals += 1;
    this.limited ||= error instanceof GatewayError && error.code === "RATE_LIMIT";
  }

  /** Waits before the next round when the last one was refused, longer each time. */
  async breathe(): Promise<void> {
    if (this.refusals === 0) return;
    const longestMs = this.limited ? SWEEP_LIMITS.pauseLimitedMs : SWEEP_LIMITS.pauseMaxMs;
    const pauseMs = Math.min(longestMs, SWEEP_LIMITS.pauseMinMs * 2 ** Math.min(this.rounds, 10));
    this.rounds += 1;
    this.refusals = 0;
    this.limited = false;
    await pause(pauseMs, this.parts.signal);
  }

  /** A question, or null when it had no answer. */
  async ask<T>(question: () => Promise<T>): Promise<T | null> {
    try {
      return await question();
    } catch (error) {
      this.failed(error as Error);
      return null;
    }
  }
}
