import {
  type Asked,
  answerOf,
  type CallAnswered,
  type CallEffect,
  type CallOutcome,
  type Mode,
  type Speaker,
  type WakeEffect,
  type Woken,
  wokenOf,
} from "@quantum/types";
import type { Logger } from "../logger.ts";
import type { Pending } from "./effects.ts";
import { CallFailure, type CallHandler } from "./service-definition.ts";

/** What the runner needs of the shell. */
export interface CallHost {
  readonly service: string;
  readonly handlers: Readonly<Record<string, CallHandler>>;
  readonly logger: Logger;
  readonly signal: AbortSignal;
  mode(): Mode;
  /** Only while this is true may anything be done outside. */
  mayAct(): boolean;
  answer(input: CallAnswered | Woken, outboxId: string): void;
  counted(name: string, outcome: "ok" | "failed", seconds: number): void;
}

/** How long a call waits before it looks again whether this instance may act. */
const HOLD_MS = 20;

/** Executes decided calls one after the other, and wake-ups when their time has come. Answers go back as inputs. */
export class CallRunner {
  private readonly known = new Set<string>();
  private readonly timers = new Map<string, NodeJS.Timeout>();
  private lane: Promise<void> = Promise.resolve();
  private readonly host: CallHost;

  constructor(host: CallHost) {
    this.host = host;
  }

  /** Calls and wake-ups that have started and whose answer is not saved yet. */
  get size(): number {
    return this.known.size;
  }

  /** Starts what is not running yet. `recovered`: found in the outbox, so it may have been done before. */
  start(pending: readonly Pending[], recovered: boolean): void {
    for (const item of pending) {
      if (this.known.has(item.id)) continue;
      this.known.add(item.id);
      if (item.effect.kind === "wake") this.arm(item);
      else this.lane = this.lane.then(() => this.execute(item, recovered));
    }
  }

  /** The answer is saved (or was never needed): the call may be forgotten. */
  forget(id: string): void {
    this.known.delete(id);
    const timer = this.timers.get(id);
    if (timer) clearTimeout(timer);
    this.timers.delete(id);
  }

  stop(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
  }

  private arm(item: Pending): void {
    if (item.effect.kind !== "wake") return;
    const waitMs = Math.max(0, item.decidedAt + item.effect.afterMs - Date.now());
    const wake = () => this.host.answer(wokenOf(item as Asked<WakeEffect>, this.speaker()), item.id);
    const timer = setTimeout(wake, waitMs);
    this.timers.set(item.id, timer);
  }

  private async execute(item: Pending, recovered: boolean): Promise<void> {
    if (item.effect.kind !== "call") return;
    while (!this.host.mayAct()) {
      if (this.host.signal.aborted || !this.known.has(item.id)) return;
      await new Promise((resolve) => setTimeout(resolve, HOLD_MS));
    }
    if (this.host.signal.aborted || !this.known.has(item.id)) return;
    const startedAt = performance.now();
    const outcome = await this.run(item, recovered);
    this.host.counted(item.effect.name, outcome.ok ? "ok" : "failed", (performance.now() - startedAt) / 1000);
    this.host.answer(answerOf(item as Asked<CallEffect>, outcome, this.speaker()), item.id);
  }

  private async run(item: Pending, recovered: boolean): Promise<CallOutcome> {
    if (item.effect.kind !== "call") throw new Error("only calls are executed");
    const { callId, name, request } = item.effect;
    const handler = this.host.handlers[name];
    if (!handler) return { ok: false, error: { definitive: true, code: "NO_HANDLER", message: `no handler for call "${name}"` } };
    try {
      return { ok: true, answer: await handler(request, { callId, recovered, signal: this.host.signal }) };
    } catch (error) {
      if (error instanceof CallFailure)
        return { ok: false, error: { definitive: error.definitive, code: error.code, message: error.message } };
      this.host.logger.error({ error, call: name, callId }, "a call failed in a way its handler does not know");
      return { ok: false, error: { definitive: false, code: "UNEXPECTED", message: (error as Error).message } };
    }
  }

  private speaker(): Speaker {
    return { service: this.host.service, mode: this.host.mode() };
  }
}
