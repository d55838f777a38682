import { answered, event, failed, observed, woken } from "@quantum/test-kit";
import type { CallEffect, Effect, EventData, EventType, Input, Intent, Mode, PlanStep } from "@quantum/types";
import type { CancelRequest, FindRequest, PlaceRequest, SyncRequest } from "../src/core/calls.ts";
import { createExecutionCore, DEFAULT_LIMITS, type ExecutionLimits, type ExecutionState } from "../src/core/index.ts";
import { bars, CLOSE, entry, instrument } from "./story.ts";
import { ToyExchange, ToyRefusal } from "./toy-exchange.ts";

/** What becomes of a call. LOST: done, but its answer is not heard. DROPPED: never arrived, and no answer either. */
export type Fate = "ANSWERED" | "LOST" | "DROPPED";

export const BAR_MS = DEFAULT_LIMITS.barMs;

/** execution's core at a toy exchange. Calls wait in line until the test lets them happen. */
export class DeskDrill {
  readonly exchange = new ToyExchange(CLOSE);
  readonly calls: CallEffect[] = [];
  wakes: { name: string; data: unknown }[] = [];
  said: { type: EventType; data: unknown; cycle?: number }[] = [];
  /** Ids of the orders that were sent to carry out an intent. */
  readonly children: Record<string, Set<string>> = {};
  closeAt = CLOSE - BAR_MS;
  state: ExecutionState;
  private readonly core;
  inputs = 0;

  constructor(limits: Partial<ExecutionLimits> = {}) {
    this.core = createExecutionCore({ limits: { ...DEFAULT_LIMITS, ...limits }, firstMode: "ENFORCED" });
    this.state = this.core.initial();
    this.hear(observed("instruments", [instrument], { at: CLOSE - 1 }));
    this.bar();
  }

  hear(input: Input): this {
    this.inputs += 1;
    const { state, effects } = this.core.decide(this.state, { ...input, id: `${input.id}-${this.inputs}` });
    this.state = state;
    for (const effect of effects) this.take(effect);
    return this;
  }

  private take(effect: Effect): void {
    if (effect.kind === "call") this.calls.push(effect);
    else if (effect.kind === "wake") this.wakes.push(effect);
    else if (effect.kind === "emit") this.hears(effect as { type: EventType; data: unknown });
  }

  private hears(told: { type: EventType; data: unknown }): void {
    this.said.push(told);
    if (told.type !== "order.submitted") return;
    const { intentId, clientOrderId, leg } = told.data as EventData<"order.submitted">;
    if (leg !== "ENTRY" && leg !== "EXIT") return;
    this.children[intentId] ??= new Set();
    this.children[intentId].add(clientOrderId);
  }

  /** The oldest call happens. False when none waits. */
  next(fate: Fate = "ANSWERED"): boolean {
    const call = this.calls.shift();
    if (!call) return false;
    if (fate === "DROPPED") this.hear(failed(call, { definitive: false, code: "TIMEOUT" }));
    else this.happen(call, fate);
    return true;
  }

  private happen(call: CallEffect, fate: Fate): void {
    try {
      const answer = this.ask(call);
      this.hear(fate === "LOST" ? failed(call, { definitive: false, code: "TIMEOUT" }) : answered(call, answer));
    } catch (error) {
      if (!(error instanceof ToyRefusal)) throw error;
      this.hear(failed(call, fate === "LOST" ? { definitive: false, code: "TIMEOUT" } : { definitive: true, code: error.code }));
    }
  }

  private ask({ name, request }: CallEffect): unknown {
    if (name === "cancel") return this.exchange.cancel(request as CancelRequest);
    if (name === "find") return this.exchange.find(request as FindRequest);
    if (name === "sync") return this.exchange.sync(request as SyncRequest, this.state.cursors.BTCUSDT ?? "0");
    const place = request as PlaceRequest;
    const report = this.exchange.place(place);
    return { report, fills: this.exchange.fillsAfter("tradeId" in place.fillsAfter ? place.fillsAfter.tradeId : "0") };
  }

  /** Everything that waits happens, and all wake-ups come, until nothing is left to do. */
  settle(most = 400): this {
    for (let i = 0; i < most; i++) {
      if (this.next()) continue;
      if (!this.wake()) return this;
    }
    throw new Error("the desk does not come to rest");
  }

  /** All calls happen; wake-ups do not come. */
  run(): this {
    while (this.next());
    return this;
  }

  wake(): boolean {
    const wake = this.wakes.shift();
    if (!wake) return false;
    this.hear(woken(wake.name, wake.data));
    return true;
  }

  /** A bar closes, and everything it leads to happens. */
  bar(): this {
    this.closes();
    return this.run();
  }

  closes(): this {
    this.closeAt += BAR_MS;
    this.exchange.at = this.closeAt;
    return this.hear(observed("bars", { ...bars, closeAt: this.closeAt }, { at: this.closeAt }));
  }

  clear(intent: Partial<Intent> = {}): this {
    const whole = { ...entry, decidedAt: this.closeAt, ...intent };
    return this.hear(
      event("order.cleared", { intent: whole, binding: true, verdicts: [] }, { source: "risk_safety", cycle: this.closeAt }),
    );
  }

  /** aelm says hello. */
  planner(mode: Mode = "ENFORCED"): this {
    return this.hear(event("service.started", { service: "aelm", version: "1", mode, recovered: 0 }));
  }

  plan(steps: PlanStep[], parts: Partial<EventData<"order.planned">> = {}, about: { source?: string; mode?: Mode } = {}): this {
    const plan: EventData<"order.planned"> = {
      intentId: entry.intentId,
      tradeId: entry.tradeId,
      symbol: "BTCUSDT",
      urgency: "NORMAL",
      arrivalPrice: "30000",
      guardPrice: "30100",
      steps,
      expectedShortfallBps: null,
      plainShortfallBps: null,
      verdicts: [],
      ...parts,
    };
    return this.hear(event("order.planned", plan, { source: "aelm", mode: "ENFORCED", ...about }));
  }

  heard<T extends EventType>(type: T): EventData<T>[] {
    return this.said.filter((each) => each.type === type).map(({ data }) => data as EventData<T>);
  }

  lastSettled(): EventData<"order.settled"> | undefined {
    return this.heard("order.settled").at(-1);
  }

  /** Orders of ours at the exchange that rest, of these types (or times in force). */
  resting(...types: string[]): PlaceRequest["order"][] {
    return [...this.exchange.orders.values()]
      .filter(({ status, order }) => status === "OPEN" && (types.length === 0 || types.includes(order.timeInForce ?? order.type)))
      .map(({ order }) => order);
  }

  /** An open, protected trade of 0.1. */
  withTrade(): this {
    this.clear({ intentId: "opening" }).run();
    this.said = [];
    return this;
  }
}

export const maker = (untilAt: number, price = "29990", quantity = "0.1"): PlanStep => ({
  kind: "MAKER",
  quantity,
  price,
  untilAt,
  reason: "test",
});
export const ioc = (price = "30050", quantity = "0.1"): PlanStep => ({ kind: "IOC", quantity, price, untilAt: null, reason: "test" });
export const atMarket = (quantity = "0.1"): PlanStep => ({ kind: "MARKET", quantity, price: null, untilAt: null, reason: "test" });
