import { describe, expect, it } from "@jest/globals";
import type { EventData, FleetEvent, Input, Intent } from "@quantum/types";
import { ADDING, advice, amplification, binding, coordinated, protectedAt } from "../../test/acting.ts";
import { eth, holding, intents } from "../../test/bot.ts";
import { goodbye, mode, policy, review, reviewed, universe, verdict } from "../../test/modules.ts";
import { BAR_MS, bars, position, refused, settled, signal, signals, T0, trade, valued } from "../../test/scenario.ts";

const T1 = T0 + BAR_MS;
const { bot, intent: entry } = holding();
const held = { tradeId: entry.tradeId, quantity: "25", stopPrice: "99", markPrice: "104", notionalUsd: 2600 };
type Advice = Parameters<typeof advice>[0];

/** The next cycle, in which BTCUSDT closes at 104 and everybody of the core has answered. */
function next(said: readonly Advice[], ...rest: Input[]): Input[] {
  const about = said.map((part) => advice({ tradeId: entry.tradeId, ...part }));
  return [
    bars(T1, { BTCUSDT: 104, ETHUSDT: 50 }),
    signals(T1, []),
    valued(T1, { positions: [position(held)] }),
    amplification(T1, about),
    ...rest,
  ];
}
const amplified = bot.after(...binding("pal"));
const ask = (...rest: Input[]) => amplified.when(...next([ADDING], ...rest));
const codes = (outcome: { state: { trading: { skips: { code: string }[] } | null; last: { skips: { code: string }[] } | null } }) =>
  (outcome.state.trading ?? outcome.state.last)?.skips.map(({ code }) => code);

describe("TB-34 and TB-35: what pal advises of an open trade, while it binds", () => {
  it("moves the stop first, keeps the target, and adds only when the stop rests, in the same cycle", () => {
    const [protect, ...none] = intents(ask()) as [Intent];
    expect(none).toEqual([]);
    expect(protect).toMatchObject({
      tradeId: entry.tradeId,
      purpose: "PROTECT",
      side: "SELL",
      quantity: "25",
      type: "MARKET",
      stopPrice: "101",
      takeProfitPrice: "101.5",
      referencePrice: "104",
      addition: { purpose: "ADD", quantity: "6.25", price: "104.1", stopPrice: "101" },
    });
    const outcome = amplified.after(...next([ADDING])).when(protectedAt(protect));
    expect(outcome.emitted("order.requested")).toMatchObject([
      {
        binding: true,
        intent: {
          purpose: "ADD",
          side: "BUY",
          quantity: "6.25",
          type: "LIMIT",
          price: "104.1",
          stopPrice: "101",
          takeProfitPrice: null,
          leverage: 3,
        },
      },
    ]);
    expect(outcome.emitted("cycle.completed")).toEqual([]);
    expect(outcome.state.trades[entry.tradeId]).toMatchObject({ stopPrice: "101", takeProfitPrice: "101.5" });
    const [add] = intents(outcome) as [Intent];
    expect(add).toEqual(protect.addition);
    const done = amplified.after(...next([ADDING]), protectedAt(protect)).when(settled(add));
    expect(done.emitted("cycle.completed")).toMatchObject([{ outcome: "TRADED", requested: 2, settled: 2 }]);
    expect(done.state.trades[entry.tradeId]?.quantityKnown).toBe(false);
  });

  it.each<[string, (protect: Intent) => Input, string]>([
    ["is refused", (protect) => refused(protect), "DAILY_LOSS"],
    ["could not be moved", (protect) => settled(protect, "REJECTED"), "EXCHANGE_REJECTED"],
    ["was only recorded", (protect) => settled(protect, "RECORDED"), "EXCHANGE_REJECTED"],
  ])("adds nothing when the stop %s, and tells why", (_, end, code) => {
    const [protect] = intents(ask()) as [Intent];
    const outcome = amplified.after(...next([ADDING])).when(end(protect));
    expect(intents(outcome)).toEqual([]);
    expect(outcome.emitted("cycle.completed")).toMatchObject([{ requested: 1, settled: 1, skips: [{ code }] }]);
    expect(outcome.stored("decisions")).toMatchObject([{ purpose: "ADD", story: { requested: false, code } }]);
    expect(outcome.state.trades[entry.tradeId]?.stopPrice).toBe("99");
  });

  it("adds nothing once a newer bar is here, or the kill latch was set meanwhile", () => {
    const [protect] = intents(ask()) as [Intent];
    const late = amplified.after(...next([ADDING]), bars(T1 + BAR_MS, { BTCUSDT: 104 }));
    expect(intents(late.when(protectedAt(protect)))).toEqual([]);
    const killed = { type: "killLatch.changed", data: { set: true, by: "anna", reason: "drill" } } as FleetEvent<"killLatch.changed">;
    const outcome = amplified.after(...next([ADDING]), killed).when(protectedAt(protect));
    expect([intents(outcome), codes(outcome)]).toEqual([[], ["ENTRIES_PAUSED"]]);
  });

  it("adds at once where the stop rests near enough already, and does it before entries", () => {
    const near: Advice = { ...ADDING, steps: ["ADD_SIZE"], newStopPrice: null };
    const first = next([near]).map((input) => (input.type === "signals.generated" ? signals(T1, [eth]) : input));
    const outcome = amplified.when(...first);
    expect(intents(outcome)).toMatchObject([
      { purpose: "ADD", stopPrice: "99" },
      { purpose: "ENTRY", symbol: "ETHUSDT" },
    ]);
    expect(outcome.emitted("trades.proposed")).toMatchObject([
      {
        proposals: [
          { rank: 1, intent: { purpose: "ADD" } },
          { rank: 2, intent: { purpose: "ENTRY" } },
        ],
      },
    ]);
  });

  it("lets the stop follow, and takes the target off", () => {
    const trail: Advice = { action: "TIGHTEN_TRAIL", steps: ["MOVE_STOP"], newStopPrice: "102" };
    expect(intents(amplified.when(...next([trail])))).toMatchObject([{ purpose: "PROTECT", stopPrice: "102", takeProfitPrice: "101.5" }]);
    const free: Advice = { action: "SWITCH_TO_TREND_EXIT", steps: ["CANCEL_TAKE_PROFIT", "EXTEND_HOLD"], trendExit: true };
    const outcome = amplified.when(...next([free]));
    expect(intents(outcome)).toMatchObject([{ purpose: "PROTECT", stopPrice: "99", takeProfitPrice: null }]);
    expect(outcome.stored("decisions")).toMatchObject([
      { purpose: "PROTECT", story: { amplification: { rule: "TB-34", action: "SWITCH_TO_TREND_EXIT" }, rules: [{ rule: "TB-34" }] } },
    ]);
    const [protect] = intents(outcome) as [Intent];
    const again = amplified.after(...next([free]), protectedAt(protect));
    const T2 = T1 + BAR_MS;
    const told = [bars(T2, { BTCUSDT: 104 }), signals(T2, []), valued(T2, { positions: [position(held)] })];
    expect(intents(again.when(...told, amplification(T2, [advice({ tradeId: entry.tradeId, ...free })])))).toEqual([]);
  });

  it("takes a part off by an exit, of never more than is held", () => {
    const part: Advice = { action: "PARTIAL_TAKE_PROFIT", steps: ["REDUCE"], quantity: "8.3339", limitPrice: "103.9" };
    const outcome = amplified.when(...next([part]));
    expect(intents(outcome)).toMatchObject([{ purpose: "EXIT", side: "SELL", quantity: "8.333", type: "MARKET" }]);
    expect(intents(outcome)[0]?.reason).toMatch(/^EXIT_PAL_PROFIT: /);
    expect(outcome.stored("decisions")).toMatchObject([{ story: { code: "EXIT_PAL_PROFIT" } }]);
    expect(intents(amplified.when(...next([{ ...part, quantity: "99" }])))).toMatchObject([{ quantity: "25" }]);
    expect(intents(amplified.when(...next([{ ...part, quantity: "0.0001" }])))).toEqual([]);
  });

  it("makes the addition smaller by the policy and the coordinator", () => {
    const outcome = bot
      .after(...binding("pal", "orchestrator_policy", "ai_hfos"))
      .when(...next([ADDING], policy(T1, { sizeFactor: 0.5 }), coordinated(T1, { sizeFactor: 0.5 })));
    const [protect] = intents(outcome) as [Intent];
    const inputs = next([ADDING], policy(T1, { sizeFactor: 0.5 }), coordinated(T1, { sizeFactor: 0.5 }));
    const added = bot.after(...binding("pal", "orchestrator_policy", "ai_hfos"), ...inputs).when(protectedAt(protect));
    expect(intents(added)).toMatchObject([{ purpose: "ADD", quantity: "1.562" }]);
  });

  it.each<[string, string, Input]>([
    ["HFOS_NO_ENTRIES", "ai_hfos", coordinated(T1, { allowEntries: false })],
    ["HFOS_EXPOSURE", "ai_hfos", coordinated(T1, { maxGrossRatio: 0.3 })],
    ["POLICY_NO_TRADES", "orchestrator_policy", policy(T1, { allowTrades: false })],
    ["POLICY_SIDE", "orchestrator_policy", policy(T1, { allowedSides: ["SHORT"] })],
    ["SIZE_BELOW_MINIMUM", "orchestrator_policy", policy(T1, { sizeFactor: 0 })],
    ["NOT_IN_UNIVERSE", "universe_os", universe(T1, { reduceOnly: ["BTCUSDT"] })],
  ])("neither adds nor moves the stop for it when an addition is stopped by %s", (code, service, said) => {
    const outcome = bot.after(...binding("pal", service)).when(...next([ADDING], said));
    expect([intents(outcome), codes(outcome)]).toEqual([[], [code]]);
  });

  it("does nothing at all when the coordinator allows no amplification, or a person set pal aside", () => {
    const coordinatedBot = bot.after(...binding("pal", "ai_hfos"));
    expect(intents(coordinatedBot.when(...next([ADDING], coordinated(T1))))).toHaveLength(1);
    expect(intents(coordinatedBot.when(...next([ADDING], coordinated(T1, { allowAmplification: false }))))).toEqual([]);
    expect(intents(coordinatedBot.when(...next([ADDING], coordinated(T1, {}, { aside: ["pal"] }))))).toEqual([]);
  });

  it.each<[string, Advice]>([
    ["loosens the stop", { ...ADDING, newStopPrice: "98.9" }],
    ["puts the stop beyond the price", { ...ADDING, newStopPrice: "104" }],
    ["is about another symbol", { ...ADDING, symbol: "ETHUSDT" }],
    ["is about the other direction", { ...ADDING, direction: "SHORT" }],
    ["has no quantity", { ...ADDING, quantity: null }],
    ["has no limit price", { ...ADDING, limitPrice: null }],
    ["has no stop", { ...ADDING, newStopPrice: null }],
    ["has a figure that is none", { ...ADDING, limitPrice: "much" }],
    ["has a figure of zero", { ...ADDING, quantity: "0" }],
  ])("passes over advice that %s", (_, part) => {
    const outcome = amplified.when(...next([part]));
    expect([intents(outcome), codes(outcome)]).toEqual([[], ["MALFORMED_ORDER"]]);
  });

  it("passes over a trade it is told two things about, and trades that are not ours", () => {
    const twice = amplified.when(...next([ADDING, ADDING]));
    expect([intents(twice), codes(twice)]).toEqual([[], ["MALFORMED_ORDER"]]);
    expect(intents(amplified.when(...next([{ ...ADDING, tradeId: "orphan-1" }])))).toEqual([]);
  });

  it("leaves a trade alone that is leaving, or that pba reduces in this cycle", () => {
    const turned = next([ADDING]).map((input) => (input.type === "signals.generated" ? signals(T1, [signal({ side: "SHORT" })]) : input));
    expect(intents(amplified.when(...turned))).toMatchObject([{ purpose: "EXIT" }]);
    const balanced = bot.after(...binding("pal", "pba"), ...next([ADDING]));
    const reduction = { tradeId: entry.tradeId, symbol: "BTCUSDT", quantity: "5", verdict: verdict() };
    const [add] = proposalsOf(bot.after(...binding("pal", "pba")).when(...next([ADDING])));
    const outcome = balanced.when(reviewed(T1, [review(add as Intent, "ALLOW")], { reductions: [reduction] }));
    expect(intents(outcome)).toMatchObject([{ purpose: "EXIT", quantity: "5" }]);
  });

  it("leaves a trade alone whose quantity is not known, or of which an order is on its way", () => {
    const partly = bot.after(...binding("pal"));
    const opened = partly.when(...next([ADDING])).state;
    const open = intents(partly.when(...next([ADDING])))[0] as Intent;
    expect(opened.intents[open.intentId]).toMatchObject({ purpose: "PROTECT", stopPrice: "101" });
    const T2 = T1 + BAR_MS;
    const told = [bars(T2, { BTCUSDT: 104 }), signals(T2, []), valued(T2, { positions: [position(held)] })];
    const again = amplification(T2, [advice({ tradeId: entry.tradeId, ...ADDING })]);
    expect(intents(partly.after(...next([ADDING])).when(...told, again))).toEqual([]);
    const gone = next([ADDING]).map((input) => (input.type === "portfolio.valued" ? valued(T1) : input));
    expect(intents(partly.when(...gone))).toEqual([]);
  });
});

function proposalsOf(outcome: { emitted(type: "trades.proposed"): EventData<"trades.proposed">[] }): Intent[] {
  return outcome.emitted("trades.proposed").flatMap(({ proposals }) => proposals.map(({ intent }) => intent));
}

describe("an addition before the balancer", () => {
  const balanced = bot.after(...binding("pal", "pba"));
  const [add] = proposalsOf(balanced.when(...next([ADDING]))) as [Intent];

  it("is proposed, waits for the review with its stop, and is made smaller by it", () => {
    expect(add).toMatchObject({ purpose: "ADD", quantity: "6.25" });
    expect(intents(balanced.when(...next([ADDING])))).toEqual([]);
    const shrunk = reviewed(T1, [review(add, "SHRINK", "2.5")]);
    const [protect] = intents(balanced.after(...next([ADDING])).when(shrunk)) as [Intent];
    expect(protect).toMatchObject({ purpose: "PROTECT" });
    const outcome = balanced.after(...next([ADDING]), shrunk).when(protectedAt(protect));
    expect(intents(outcome)).toMatchObject([{ purpose: "ADD", quantity: "2.5" }]);
  });

  it("that is blocked moves no stop, and is on record", () => {
    const outcome = balanced.after(...next([ADDING])).when(reviewed(T1, [review(add, "BLOCK")]));
    expect([intents(outcome), codes(outcome)]).toEqual([[], ["PBA_BLOCKED"]]);
    expect(outcome.stored("decisions")).toMatchObject([
      { purpose: "ADD", story: { requested: false, code: "PBA_BLOCKED", decidedBy: { rule: "TB-23" } } },
    ]);
  });
});

describe("pal's word in a cycle without another answer", () => {
  it("is treated the same when it is the review that does not come", () => {
    const silent = bot.after(...binding("pal", "pba"));
    const over = (part: Advice) => silent.after(...next([part])).when(deadlineOf(T1, "review.deadline"));
    expect(intents(over({ action: "TIGHTEN_TRAIL", steps: ["MOVE_STOP"], newStopPrice: "102" }))).toMatchObject([{ purpose: "PROTECT" }]);
    expect(intents(over({ action: "SWITCH_TO_TREND_EXIT", steps: ["CANCEL_TAKE_PROFIT"] }))).toEqual([]);
    const added = over(ADDING);
    expect([intents(added), codes(added)]).toEqual([[], ["MODULE_SILENT"]]);
  });

  it("secures profits, and adds nothing and takes no target off", () => {
    const silent = bot.after(...binding("pal", "msc_ai"));
    const over = (part: Advice) => intents(silent.after(...next([part])).when(deadlineOf(T1)));
    expect(over({ action: "TIGHTEN_TRAIL", steps: ["MOVE_STOP"], newStopPrice: "102" })).toMatchObject([{ purpose: "PROTECT" }]);
    expect(over({ action: "PARTIAL_TAKE_PROFIT", steps: ["REDUCE"], quantity: "8", limitPrice: "103" })).toMatchObject([
      { purpose: "EXIT" },
    ]);
    expect(over(ADDING)).toEqual([]);
    expect(over({ action: "SWITCH_TO_TREND_EXIT", steps: ["CANCEL_TAKE_PROFIT"] })).toEqual([]);
  });
});

function deadlineOf(cycle: number, name = "cycle.deadline"): Input {
  return {
    ...bars(cycle, {}),
    type: "wake",
    data: { name, data: { cycle, partsLeft: 0 } },
    mode: "ENFORCED",
    cycle,
  } as Input;
}

describe("pal that does not bind any more", () => {
  it.each<[string, Input]>([
    ["was set to OBSERVE", mode("pal", "OBSERVE")],
    ["was stopped on purpose", goodbye("pal")],
  ])("does nothing from this cycle on when it %s; what rests stays", (_, change) => {
    const outcome = amplified.after(change).when(...next([ADDING]));
    expect(intents(outcome)).toEqual([]);
    expect(outcome.state.trades[entry.tradeId]).toMatchObject({ stopPrice: "99", takeProfitPrice: "101.5" });
  });
});

describe("TB-12 how long a trade is held while pal binds", () => {
  const at = T0 + 48 * BAR_MS;
  const old = (holdUntilBars: number | null, ...said: Input[]) =>
    intents(
      amplified.when(
        ...said,
        bars(at, { BTCUSDT: 104 }),
        signals(at, []),
        valued(at, { positions: [position(held)] }),
        amplification(at, [advice({ tradeId: entry.tradeId, holdUntilBars })]),
      ),
    );

  it("is as long as pal lets it be, and the usual time without its word", () => {
    expect(old(null)).toMatchObject([{ purpose: "EXIT" }]);
    expect(old(48)).toMatchObject([{ purpose: "EXIT" }]);
    expect(old(49)).toEqual([]);
    expect(old(49, mode("pal", "OBSERVE"))).toMatchObject([{ purpose: "EXIT" }]);
    expect(trade().barsHeld).toBe(0);
  });
});
