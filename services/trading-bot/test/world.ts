import { event, woken } from "@quantum/test-kit";
import type { Core, Effect, Input, Intent } from "@quantum/types";
import type { TradingBotState } from "../src/core/index.ts";
import { advice, amplification, coordinated, size, sizes, working } from "./acting.ts";
import { goodbye, hello, mode, policy, review, reviewed, verdict } from "./modules.ts";
import { BAR_MS, bars, closed, position, refused, settled, signal, signals, T0, valued } from "./scenario.ts";

/** Symbols of this world. */
export const SYMBOLS = ["AUSDT", "BUSDT", "CUSDT", "DUSDT", "EUSDT", "FUSDT"];

const MODULES = ["orchestrator_policy", "pba", "pal", "ai_hfos", "trading_mathematician", "pal"];
const ADVICE = [
  ["ADD_SIZE", ["MOVE_STOP", "ADD_SIZE"]],
  ["TIGHTEN_TRAIL", ["MOVE_STOP"]],
  ["PARTIAL_TAKE_PROFIT", ["REDUCE"]],
  ["SWITCH_TO_TREND_EXIT", ["MOVE_STOP", "CANCEL_TAKE_PROFIT", "EXTEND_HOLD"]],
  ["ADD_SIZE", ["ADD_SIZE"]],
] as const;

/** A fleet around the core that behaves as badly as it may: slow, doubled, out of order, or silent. Each `act` is one random step. */
export class World {
  readonly inputs: Input[] = [];
  readonly effects: Effect[] = [];
  /** Inputs and orders asked for, as they came one after the other. */
  readonly story: (Input | Extract<Effect, { type: "order.requested" }>)[] = [];
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
    this.story.push(input);
    const decision = this.core.decide(this.restarts ? plain(this.state) : this.state, plain(input));
    this.state = decision.state;
    this.effects.push(...plain(decision.effects));
    for (const effect of decision.effects)
      if (effect.kind === "emit" && effect.type === "order.requested") {
        this.story.push(effect);
        this.pending.set(effect.data.intent.intentId, effect.data.intent);
      }
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

  /** A cycle in which the core and pal answer, and every order comes to an end, one way or another. */
  trade(picks: readonly number[]): void {
    const [pick = 0] = picks;
    this.bar(true, 5);
    const at = this.clock;
    const list = SYMBOLS.map((symbol, i) => signal({ symbol, side: pick % 4 === 0 && i === pick % 6 ? "SHORT" : "LONG", close: 100 }));
    for (const input of [signals(at, list), this.portfolios.get(at) ?? valued(at), amplification(at, this.advice(pick))]) this.hand(input);
    for (let i = 0; this.pending.size > 0; i++) this.endOrder(620 + ((picks[i % picks.length] ?? 0) % 200), 0);
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
    const service = MODULES[pick % MODULES.length] as string;
    if (pick % 5 === 0) return hello(service);
    return pick % 3 === 0 ? goodbye(service) : mode(service, pick % 7 === 0 ? "ENFORCED" : "OBSERVE");
  }

  private moduleSays(at: number, pick: number): Input {
    if (pick % 4 === 1) return amplification(at, this.advice(pick));
    if (pick % 8 === 2)
      return sizes(
        at,
        SYMBOLS.map((symbol, i) => size({ symbol, quantity: String(1 + ((pick + i) % 5)), referencePrice: "100" })),
      );
    if (pick % 8 === 6)
      return coordinated(at, { allowEntries: pick % 3 !== 0, maxGrossRatio: (pick % 9) / 10, allowAmplification: pick % 5 !== 0 });
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

  /** Something for every trade, sound or not. */
  private advice(pick: number): ReturnType<typeof advice>[] {
    return [...this.held.values()].map(({ tradeId, symbol, side, stopPrice }, i) => {
      const direction = side === "BUY" ? ("LONG" as const) : ("SHORT" as const);
      const nearer = Number(stopPrice) + ((pick + i) % 4) * (side === "BUY" ? 0.1 : -0.1);
      const about = { tradeId, symbol, direction, newStopPrice: nearer.toFixed(1), quantity: String(1 + (pick % 3)), limitPrice: "100" };
      const [action, steps] = ADVICE[(pick + i) % ADVICE.length] ?? ADVICE[0];
      return advice({ ...about, action, steps: [...steps] });
    });
  }

  private endOrder(dice: number, pick: number): void {
    const orders = [...this.pending.values()];
    const intent = orders[pick % Math.max(1, orders.length)];
    if (!intent) return;
    if (dice < 610) return this.hand(working(intent, this.clock + BAR_MS));
    this.pending.delete(intent.intentId);
    if (intent.purpose === "PROTECT" && dice >= 680) return this.moveStop(intent);
    if (dice < 640) return this.hand(refused(intent));
    if (dice < 680) return this.hand(settled(intent, "REJECTED"));
    if (intent.purpose === "ENTRY") this.held.set(intent.tradeId, intent);
    this.hand(settled(intent));
    if (intent.purpose === "EXIT" && this.held.delete(intent.tradeId))
      this.hand(closed({ tradeId: intent.tradeId, symbol: intent.symbol, closedAt: this.clock }));
  }

  private moveStop(intent: Intent): void {
    const trade = this.held.get(intent.tradeId);
    if (trade) this.held.set(intent.tradeId, { ...trade, stopPrice: intent.stopPrice });
    this.hand(settled(intent, "PROTECTED"));
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
