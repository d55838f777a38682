import { describe, expect, it } from "@jest/globals";
import { woken } from "@quantum/test-kit";
import type { Input, Intent } from "@quantum/types";
import fc from "fast-check";
import { core, cycleBars, deadline, eth, holding, intents, kinds, ready } from "./bot.ts";
import { classes, goodbye, hello, mode, policy, ranking, regime, review, reviewed, universe, verdict } from "./modules.ts";
import { BAR_MS, bars, position, settled, signal, signals, T0, valued } from "./scenario.ts";

const both = [signal(), eth];
const BOTH_PLACES = [
  { symbol: "BTCUSDT", direction: "LONG" as const },
  { symbol: "ETHUSDT", direction: "SHORT" as const },
];
const reviewDeadline = (partsLeft = 0) => woken("review.deadline", { cycle: T0, partsLeft }, { cycle: T0 });
/** The bot with these services ENFORCED, in a cycle in which the core has answered. */
const waiting = (...services: string[]) =>
  ready.after(...services.map((service) => hello(service)), cycleBars, signals(T0, both), valued(T0));

describe("a cycle with ENFORCED modules", () => {
  it.each([
    ["msc_ai", regime(T0)],
    ["universe_os", universe(T0, { active: ["BTCUSDT", "ETHUSDT"] })],
    ["opportunity_ranker", ranking(T0, BOTH_PLACES)],
    ["orchestrator_policy", policy(T0)],
    ["pil", classes(T0)],
  ])("waits for %s, and trades as ever when it has no objection", (service, answer) => {
    expect(intents(waiting().when())).toEqual([]);
    expect(waiting(service).when().effects).toEqual([]);
    expect(intents(ready.when(hello(service), cycleBars, signals(T0, both), valued(T0)))).toEqual([]);
    expect(intents(waiting(service).when(answer))).toHaveLength(2);
  });

  it.each([
    ["NOT_IN_UNIVERSE", "universe_os", universe(T0, { active: ["ETHUSDT"], left: ["BTCUSDT"] }), "TB-16"],
    ["NOT_TOP_OPPORTUNITY", "opportunity_ranker", ranking(T0, BOTH_PLACES.slice(1)), "TB-20"],
    ["POLICY_SIDE", "orchestrator_policy", policy(T0, { allowedSides: ["SHORT"] }), "TB-18"],
    ["POLICY_CONFIDENCE", "orchestrator_policy", policy(T0, { minConfidence: 0.85 }), "TB-19"],
    ["POLICY_MAX_POSITIONS", "orchestrator_policy", policy(T0, { maxPositions: 1 }), "TB-21"],
  ])("skips with %s what the word of %s rules out, and says by which rule", (code, service, answer, rule) => {
    const outcome = waiting(service).when(answer);
    expect(intents(outcome).map(({ symbol }) => symbol)).toEqual(["ETHUSDT"]);
    expect(outcome.state.trading?.skips).toMatchObject([{ symbol: "BTCUSDT", code, detail: expect.stringContaining(rule) }]);
  });

  it("asks for nothing when the policy allows no trades, and is complete", () => {
    const outcome = waiting("orchestrator_policy").when(policy(T0, { allowTrades: false }));
    expect(outcome.emitted("cycle.completed")).toMatchObject([
      { outcome: "NOTHING_TO_DO", skips: [{ code: "POLICY_NO_TRADES" }, { code: "POLICY_NO_TRADES" }] },
    ]);
  });

  it("takes the ranker's order and the policy's size", () => {
    const outcome = waiting("opportunity_ranker", "orchestrator_policy").when(ranking(T0, BOTH_PLACES), policy(T0, { sizeFactor: 0.5 }));
    expect(intents(outcome).map(({ symbol, quantity }) => [symbol, quantity])).toEqual([
      ["BTCUSDT", "12.5"],
      ["ETHUSDT", "25"],
    ]);
  });

  it("leaves trades however much the modules restrict entries", () => {
    const { bot, intent } = holding();
    const at = T0 + 48 * BAR_MS;
    const outcome = bot
      .after(hello("universe_os"), hello("orchestrator_policy"))
      .when(
        bars(at, { BTCUSDT: 100 }),
        signals(at, []),
        valued(at, { positions: [position({ tradeId: intent.tradeId, quantity: "25" })] }),
        universe(at, { reduceOnly: ["BTCUSDT"] }),
        policy(at, { allowTrades: false, maxPositions: 0, allowedSides: [] }),
      );
    expect(intents(outcome)).toMatchObject([{ purpose: "EXIT", quantity: "25" }]);
  });
});

describe("a module that is not ENFORCED", () => {
  const answers = (as: "OBSERVE") => [
    regime(T0, ["BTCUSDT"], as),
    universe(T0, {}, as),
    ranking(T0, [], { as }),
    policy(T0, { allowTrades: false }, as),
    classes(T0, as),
  ];

  it("is not waited for and changes no order, whether it has answered or not; what it said is on record", () => {
    const without = intents(ready.when(cycleBars, signals(T0, both), valued(T0)));
    const hellos = ["msc_ai", "universe_os", "opportunity_ranker", "orchestrator_policy", "pil", "pba"].map((one) => hello(one, "OBSERVE"));
    expect(intents(ready.when(...hellos, cycleBars, signals(T0, both), valued(T0)))).toEqual(without);
    const outcome = ready.when(...hellos, cycleBars, ...answers("OBSERVE"), signals(T0, both), valued(T0));
    expect(intents(outcome)).toEqual(without);
    const [row] = outcome.stored("decisions");
    expect((row as { story: { advice: unknown[] } }).story.advice).toMatchObject([
      { service: "msc_ai", mode: "OBSERVE", binding: false, about: { market: "BULL_WEAK", symbol: null } },
      { service: "universe_os", binding: false, about: { status: "OUT" } },
      { service: "opportunity_ranker", binding: false, about: { place: null } },
      { service: "orchestrator_policy", binding: false, about: { allowTrades: false } },
      { service: "pil", binding: false, about: null },
    ]);
  });

  it("stands in the cycle's row also when it spoke after the decision", () => {
    const asked = ready.after(cycleBars, signals(T0, [signal()]), valued(T0));
    const [intent] = intents(ready.when(cycleBars, signals(T0, [signal()]), valued(T0))) as [Intent];
    const late = policy(T0, { allowTrades: false }, "OBSERVE");
    const outcome = asked.after(late, late).when(settled(intent));
    expect(outcome.stored("cycles")[0]?.participants).toMatchObject([
      { service: "ai_engine" },
      { service: "portfolio_intelligence" },
      { service: "orchestrator_policy", mode: "OBSERVE", binding: false, late: true, word: { allowTrades: false } },
    ]);
    const review_ = reviewed(T0, [review(intent, "BLOCK")], { as: "OBSERVE" });
    const after = asked.after(late, settled(intent)).when(review_, review_);
    expect(kinds(after.effects)).toEqual(["cycles"]);
    expect(after.stored("cycles")[0]).toMatchObject({ outcome: "TRADED", participants: [{}, {}, {}, { service: "pba", late: true }] });
  });

  it("does not become binding for a cycle by a change of mode after it spoke", () => {
    const outcome = ready.when(
      hello("orchestrator_policy", "OBSERVE"),
      cycleBars,
      policy(T0, { allowTrades: false }, "OBSERVE"),
      mode("orchestrator_policy", "ENFORCED"),
      signals(T0, both),
      valued(T0),
    );
    expect(intents(outcome)).toHaveLength(2);
  });
});

describe("a module that leaves", () => {
  it.each([
    ["says goodbye", goodbye("orchestrator_policy")],
    ["is set to OBSERVE", mode("orchestrator_policy", "OBSERVE")],
    ["is set to OFF", mode("orchestrator_policy", "OFF")],
  ])("is bypassed at once when it %s while it is waited for", (_what, event) => {
    expect(intents(waiting("orchestrator_policy").when(event))).toHaveLength(2);
    expect(waiting("orchestrator_policy", "msc_ai").when(event).effects).toEqual([]);
    const refusing = ready.after(hello("orchestrator_policy"), cycleBars, policy(T0, { allowTrades: false }), event);
    expect(intents(refusing.when(signals(T0, both), valued(T0)))).toHaveLength(2);
  });

  it("ends the review it was waited for: the proposals go out as they are", () => {
    const proposed = waiting("pba");
    expect(intents(proposed.when(goodbye("msc_ai")))).toEqual([]);
    expect(intents(proposed.when(goodbye("pba"))).map(({ quantity }) => quantity)).toEqual(["50", "25"]);
  });
});

describe("a module that is silent", () => {
  it("stops entries, is named with every signal, and is told of once", () => {
    const outcome = waiting("msc_ai").when(deadline());
    expect(intents(outcome)).toEqual([]);
    expect(outcome.emitted("cycle.completed")).toMatchObject([
      {
        outcome: "EXPIRED",
        missing: ["msc_ai"],
        skips: [
          { symbol: "BTCUSDT", code: "MODULE_SILENT", detail: "TB-25: no answer from msc_ai, ENFORCED" },
          { symbol: "ETHUSDT", code: "MODULE_SILENT" },
        ],
      },
    ]);
    expect(outcome.emitted("alert.raised")).toMatchObject([{ code: "MODULE_SILENT", severity: "WARNING" }]);
    const at = T0 + BAR_MS;
    const again = waiting("msc_ai").after(deadline(), bars(at, {}), signals(at, []), valued(at));
    expect(again.when(deadline(at)).emitted("alert.raised")).toEqual([]);
    const third = at + BAR_MS;
    const back = again.after(regime(at), bars(third, {}), signals(third, []), valued(third));
    expect(back.when(deadline(third)).emitted("alert.raised")).toMatchObject([{ code: "MODULE_SILENT" }]);
  });

  it("does not hinder exits, and entries resume when it is back", () => {
    const { bot, intent } = holding();
    const at = T0 + 48 * BAR_MS;
    const held = { positions: [position({ tradeId: intent.tradeId, quantity: "25" })] };
    const silent = bot.after(hello("msc_ai"), bars(at, { BTCUSDT: 100 }), signals(at, [eth]), valued(at, held));
    const outcome = silent.when(deadline(at));
    expect(intents(outcome)).toMatchObject([{ purpose: "EXIT", symbol: "BTCUSDT" }]);
    const [exit] = intents(outcome) as [Intent];
    const next = at + BAR_MS;
    const again = silent.after(
      deadline(at),
      settled(exit),
      hello("msc_ai"),
      bars(next, { ETHUSDT: 50 }),
      signals(next, [eth]),
      valued(next),
    );
    expect(intents(again.when(regime(next)))).toMatchObject([{ purpose: "ENTRY", symbol: "ETHUSDT" }]);
  });

  it("counts less than a silent core", () => {
    const outcome = ready.after(hello("msc_ai"), cycleBars, signals(T0, both)).when(deadline());
    expect(outcome.emitted("cycle.completed")[0]).toMatchObject({
      missing: ["portfolio_intelligence", "msc_ai"],
      skips: [{ code: "CYCLE_EXPIRED" }, { code: "CYCLE_EXPIRED" }],
    });
    expect(outcome.emitted("alert.raised").map(({ code }) => code)).toEqual(["CYCLE_EXPIRED", "MODULE_SILENT"]);
  });

  it("is not one that crashed and answers after all", () => {
    expect(intents(waiting("msc_ai").when(hello("msc_ai"), regime(T0)))).toHaveLength(2);
  });
});

describe("a review that binds", () => {
  const [first, second] = intents(ready.when(cycleBars, signals(T0, both), valued(T0))) as [Intent, Intent];

  it("is waited for after the proposals, in parts of a deadline of its own", () => {
    const outcome = ready.after(hello("pba"), cycleBars, signals(T0, both)).when(valued(T0));
    expect(kinds(outcome.effects)).toEqual(["trades.proposed", "review.deadline"]);
    expect(outcome.state.trading?.phase).toBe("REVIEWING");
    waiting("pba").when(deadline()).then([]);
    waiting("pba")
      .when(reviewDeadline(2))
      .then([{ kind: "wake", name: "review.deadline", afterMs: 1_000, data: { cycle: T0, partsLeft: 1 } }]);
  });

  it("shrinks, blocks and lets pass; every proposal keeps its story", () => {
    const outcome = waiting("pba").when(reviewed(T0, [review(first, "BLOCK"), review(second, "SHRINK", "10")]));
    expect(intents(outcome)).toEqual([{ ...second, quantity: "10" }]);
    expect(outcome.state.trading?.skips).toMatchObject([{ symbol: "ETHUSDT", code: "PBA_BLOCKED" }]);
    expect(outcome.stored("decisions")).toMatchObject([
      {
        symbol: "ETHUSDT",
        story: { requested: false, code: "PBA_BLOCKED", decidedBy: { module: "trading_bot", rule: "TB-23", passed: false } },
      },
      {
        symbol: "BTCUSDT",
        story: {
          requested: true,
          code: null,
          decidedBy: { rule: "TB-23", observed: "10", limit: "25" },
          advice: [{ service: "pba", mode: "ENFORCED", binding: true, about: { review: { outcome: "SHRINK", quantityBefore: "25" } } }],
        },
      },
    ]);
    const end = waiting("pba")
      .after(reviewed(T0, [review(first, "BLOCK"), review(second, "SHRINK", "10")]))
      .when(settled({ ...second, quantity: "10" }));
    expect(end.emitted("cycle.completed")).toMatchObject([{ outcome: "TRADED", requested: 1, settled: 1 }]);
  });

  it("is needed for an empty list too, and blocks what it does not name", () => {
    const empty = ready.after(hello("pba"), cycleBars, signals(T0, []), valued(T0));
    expect(empty.when(reviewed(T0, [])).emitted("cycle.completed")).toMatchObject([{ outcome: "NOTHING_TO_DO" }]);
    const outcome = waiting("pba").when(reviewed(T0, [review(first, "ALLOW")]));
    expect(intents(outcome).map(({ symbol }) => symbol)).toEqual(["ETHUSDT"]);
    expect(outcome.state.trading?.skips).toMatchObject([{ symbol: "BTCUSDT", code: "PBA_BLOCKED" }]);
  });

  it("that does not come means no entries, and says who was silent", () => {
    const outcome = waiting("pba").when(reviewDeadline());
    expect(intents(outcome)).toEqual([]);
    expect(outcome.emitted("cycle.completed")).toMatchObject([
      { outcome: "EXPIRED", missing: ["pba"], skips: [{ code: "MODULE_SILENT" }, { code: "MODULE_SILENT" }] },
    ]);
    expect(outcome.stored("decisions")).toMatchObject([
      { story: { requested: false, code: "MODULE_SILENT", decidedBy: { rule: "TB-25", observed: "pba" } } },
      { story: { code: "MODULE_SILENT" } },
    ]);
    const next = waiting("pba").when(bars(T0 + BAR_MS, {}));
    expect(next.emitted("cycle.completed")).toMatchObject([{ outcome: "EXPIRED", missing: ["pba"] }]);
    expect(intents(next)).toEqual([]);
  });

  it("of a module that does not bind any more does not shrink", () => {
    const outcome = waiting("pba").when(reviewed(T0, [review(first, "BLOCK"), review(second, "BLOCK")], { as: "OBSERVE" }));
    expect(intents(outcome)).toHaveLength(2);
  });

  it("reduces what is held: an exit of a part, before the entries, and exits do not wait for it", () => {
    const { bot, intent } = holding();
    const at = T0 + BAR_MS;
    const held = { positions: [position({ tradeId: intent.tradeId, quantity: "25" })] };
    const reductions = [{ tradeId: intent.tradeId, symbol: "BTCUSDT", quantity: "10", verdict: verdict("PBA-02") }];
    const proposed = bot.after(hello("pba"), bars(at, { BTCUSDT: 100, ETHUSDT: 50 }), signals(at, [eth]), valued(at, held));
    const asked = bot.when(hello("pba"), bars(at, { BTCUSDT: 100, ETHUSDT: 50 }), signals(at, [eth]), valued(at, held));
    const [proposal] = asked.emitted("trades.proposed")[0]?.proposals ?? [];
    const outcome = proposed.when(reviewed(at, [review(proposal?.intent as Intent, "ALLOW")], { reductions }));
    expect(intents(outcome).map(({ purpose, symbol, quantity }) => [purpose, symbol, quantity])).toEqual([
      ["EXIT", "BTCUSDT", "10"],
      ["ENTRY", "ETHUSDT", "50"],
    ]);
    expect(outcome.stored("decisions")[0]).toMatchObject({ story: { code: "EXIT_PBA_REDUCTION", decidedBy: { rule: "TB-24" } } });
    const far = T0 + 48 * BAR_MS;
    const leaving = bot.when(hello("pba"), bars(far, { BTCUSDT: 100 }), signals(far, []), valued(far, held));
    expect(intents(leaving)).toMatchObject([{ purpose: "EXIT", quantity: "25" }]);
    expect(leaving.state.trading?.phase).toBe("REVIEWING");
  });
});

describe("whatever comes first", () => {
  const everybody = ["msc_ai", "universe_os", "opportunity_ranker", "orchestrator_policy", "pil", "pba"];
  const proposed = waiting().state;
  const list = [signal(), eth];
  const [first, second] = intents(ready.when(cycleBars, signals(T0, list), valued(T0))) as [Intent, Intent];
  const answers: Input[] = [
    signals(T0, list),
    valued(T0),
    regime(T0),
    universe(T0, { active: ["BTCUSDT", "ETHUSDT"] }),
    ranking(T0, BOTH_PLACES),
    policy(T0, { sizeFactor: 0.9 }),
    classes(T0),
    reviewed(T0, [review(first, "SHRINK", "7"), review(second, "ALLOW", "30")]),
    cycleBars,
  ];

  it("the orders are the same: the most restrictive word wins", () => {
    expect(proposed).toBeDefined();
    const start = ready.after(...everybody.map((service) => hello(service)));
    const expected = [
      ["BTCUSDT", "22.5"],
      ["ETHUSDT", "7"],
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray([...answers, ...answers], { minLength: answers.length * 2 }), (order) => {
        const outcome = start.when(...order);
        expect(intents(outcome).map(({ symbol, quantity }) => [symbol, quantity])).toEqual(expected);
        expect(outcome.stored("decisions")).toHaveLength(2);
        expect(outcome.state.trading?.said.map(({ service }) => service)).toEqual(["ai_engine", "portfolio_intelligence", ...everybody]);
      }),
      { numRuns: 200 },
    );
  });

  it("more modules that bind never mean more or larger orders", () => {
    const word = fc.record({
      active: fc.subarray(["BTCUSDT", "ETHUSDT"]),
      places: fc.subarray(BOTH_PLACES),
      factor: fc.double({ min: 0, max: 1, noNaN: true }),
      max: fc.nat(3),
      minConfidence: fc.double({ min: 0, max: 1, noNaN: true }),
      after: fc.nat(60),
      services: fc.subarray(everybody),
    });
    const free = new Map(
      intents(ready.when(cycleBars, signals(T0, list), valued(T0))).map((intent) => [intent.symbol, Number(intent.quantity)]),
    );
    fc.assert(
      fc.property(word, ({ active, places, factor, max, minConfidence, after, services }) => {
        const outcome = ready
          .after(...services.map((service) => hello(service)))
          .when(
            cycleBars,
            signals(T0, list),
            valued(T0),
            regime(T0),
            universe(T0, { active }, services.includes("universe_os") ? "ENFORCED" : "OBSERVE"),
            ranking(T0, places, { as: services.includes("opportunity_ranker") ? "ENFORCED" : "OBSERVE" }),
            policy(
              T0,
              { sizeFactor: factor, maxPositions: max, minConfidence },
              services.includes("orchestrator_policy") ? "ENFORCED" : "OBSERVE",
            ),
            classes(T0),
            reviewed(T0, [review(first, "SHRINK", String(after))], { as: services.includes("pba") ? "ENFORCED" : "OBSERVE" }),
          );
        for (const { symbol, quantity } of intents(outcome)) expect(Number(quantity)).toBeLessThanOrEqual(free.get(symbol) ?? 0);
        if (services.includes("pba")) expect(intents(outcome).map(({ symbol }) => symbol)).not.toContain("BTCUSDT");
      }),
      { numRuns: 300 },
    );
  });
});

it("the core consumes what the roster and every participant say", () => {
  expect(core.consumes).toEqual(
    expect.arrayContaining(["service.started", "service.stopped", "mode.changed", "trades.reviewed", "policy.set"]),
  );
});
