import { event, woken } from "@quantum/test-kit";
import type { Core, Effect, Input, Intent } from "@quantum/types";
import type { TradingBotState } from "../src/core/index.ts";
import { goodbye, hello, mode, policy, review, reviewed, verdict } from "./modules.ts";
import { BAR_MS, bars, closed, position, refused, settled, signal, signals, T0, valued } from "./scenario.ts";

/** Symbols of this world. */
export const SYMBOLS = ["AUSDT", "BUSDT", "CUSDT", "DUSDT", "EUSDT", "FUSDT"];

/** A fleet around the core that behaves as badly as it may: slow, doubled, out of order, or silent. Each `act` is one random step. */
export class World {
  readonly inputs: Input[] = [];
  readonly effects: Effect[] = [];
  readonly barsAt: number[] = [];
  state: TradingBotState;
  private readonly core: Core<TradingBotState>;
  /** Trades that really are open, by trade id. */
  private readonly held = new Map<string, Intent>();
  private readonly pending = new Map<string, Intent>();
  private readonly portfolios = new Map<number, Input>();
  private clock = T0;

  private readonly restarts: boolean;

  /** `restarts`: the state goes through JSON before every input, as it does when the service starts again. */
  constructor(core: Core<TradingBotState>, restarts = false) {
    this.core = core;
    this.restarts = restarts;
    this.state = core.initial();
  }

  /** Symbols with a position or an entry on its way. */
  get exposed(): Set<string> {
    const entries = [...this.pending.values()].filter(({ purpose }) => purpose === "ENTRY");
    return new Set([...entries, ...this.held.values()].map(({ symbol }) => symbol));
  }

  hand(input: Input): void {
    this.inputs.push(input);
    const decision = this.core.decide(this.restarts ? plain(this.state) : this.state, plain(input));
    this.state = decision.state;
    this.effects.push(...plain(decision.effects));
    for (const effect of decision.effects)
      if (effect.kind === "emit" && effect.type === "order.requested") this.pending.set(effect.data.intent.intentId, effect.data.intent);
  }

  /** One step; `dice` in [0, 1000) says which, `pick` about what. */
  act(dice: number, pick: number): void {
    const at = this.barsAt.at(-1 - (pick % 2)) ?? this.clock;
    if (dice < 150) this.bar(true, pick);
    else if (dice < 200) this.bar(false, pick);
    else if (dice < 400) this.hand(this.signalsFor(at, pick));
    else if (dice < 600) this.hand(this.portfolios.get(at) ?? valued(at));
    else if (dice < 820) this.endOrder(dice, pick);
    else if (dice < 880) this.closeTrade(pick);
    else if (dice < 920)
      this.hand(woken(pick % 2 === 0 ? "cycle.deadline" : "review.deadline", { cycle: at, partsLeft: 0 }, { cycle: at }));
    else if (dice < 935) this.hand(this.moduleComesOrGoes(pick));
    else if (dice < 960) this.hand(this.moduleSays(at, pick));
    else if (dice < 970) this.hand(event("killLatch.changed", { set: pick % 3 === 0, by: "anna", reason: "drill" }));
    else this.repeat(pick);
  }

  /** The next bar. The portfolio of a cycle is what is held when its bar closes. */
  bar(opensCycle: boolean, pick: number): void {
    this.clock += opensCycle ? BAR_MS - (this.clock % BAR_MS) : 60_000 * (1 + (pick % 2));
    const closes = Object.fromEntries(SYMBOLS.map((symbol, i) => [symbol, 95 + ((pick + 7 * i) % 11)]));
    this.barsAt.push(this.clock);
    const positions = [...this.held.values()].map(({ tradeId, symbol, side, quantity, stopPrice }) =>
      position({ tradeId, symbol, quantity, stopPrice, direction: side === "BUY" ? "LONG" : "SHORT" }),
    );
    this.portfolios.set(this.clock, valued(this.clock, { positions }));
    this.hand(bars(this.clock, closes, opensCycle));
  }

  private signalsFor(at: number, pick: number): Input {
    const sides = ["LONG", "SHORT", "NONE"] as const;
    const list = SYMBOLS.map((symbol, i) =>
      signal({ symbol, side: sides[(pick + i) % 3] ?? "NONE", confidence: ((pick + 13 * i) % 50) / 100 + 0.5 }),
    );
    return signals(at, list, pick % 7 === 0 ? "OBSERVE" : "ENFORCED");
  }

  private moduleComesOrGoes(pick: number): Input {
    const service = pick % 2 === 0 ? "orchestrator_policy" : "pba";
    if (pick % 5 === 0) return hello(service);
    return pick % 3 === 0 ? goodbye(service) : mode(service, pick % 7 === 0 ? "ENFORCED" : "OBSERVE");
  }

  private moduleSays(at: number, pick: number): Input {
    if (pick % 2 === 0) return policy(at, { allowTrades: pick % 5 !== 0, sizeFactor: (pick % 11) / 10, maxPositions: pick % 4 });
    const proposed = this.effects.flatMap((effect) =>
      effect.kind === "emit" && effect.type === "trades.proposed" && effect.cycle === at ? effect.data.proposals : [],
    );
    const reviews = proposed.map(({ intent }, i) =>
      review(intent, (["ALLOW", "SHRINK", "BLOCK"] as const)[(pick + i) % 3] ?? "BLOCK", "5"),
    );
    const reductions = [...this.held.values()].map(({ tradeId, symbol }) => ({
      tradeId,
      symbol,
      quantity: String(pick % 20),
      verdict: verdict(),
    }));
    return reviewed(at, reviews, { reductions });
  }

  private endOrder(dice: number, pick: number): void {
    const orders = [...this.pending.values()];
    const intent = orders[pick % Math.max(1, orders.length)];
    if (!intent) return;
    this.pending.delete(intent.intentId);
    if (dice < 640) return this.hand(refused(intent));
    if (dice < 680) return this.hand(settled(intent, "REJECTED"));
    if (intent.purpose === "ENTRY") this.held.set(intent.tradeId, intent);
    this.hand(settled(intent));
    if (intent.purpose === "EXIT" && this.held.delete(intent.tradeId))
      this.hand(closed({ tradeId: intent.tradeId, symbol: intent.symbol, closedAt: this.clock }));
  }

  private closeTrade(pick: number): void {
    const trades = [...this.held.values()];
    const trade = trades[pick % Math.max(1, trades.length)];
    if (!trade) return;
    this.held.delete(trade.tradeId);
    this.hand(closed({ tradeId: trade.tradeId, symbol: trade.symbol, closedAt: this.clock }));
  }

  /** Something that was said before is delivered again. */
  private repeat(pick: number): void {
    const old = this.inputs.filter(({ type }) => type !== "wake" && type !== "killLatch.changed" && type !== "instruments.listed");
    const again = old[pick % Math.max(1, old.length)];
    if (again) this.hand(again);
  }
}

function plain<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}
