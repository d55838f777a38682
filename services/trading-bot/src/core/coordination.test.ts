import { describe, expect, it } from "@jest/globals";
import { valuation } from "@quantum/test-kit";
import fc from "fast-check";
import { binding, coordinated, restraint, size, sizes } from "../../test/acting.ts";
import { cycleBars, deadline, eth, intents, ready } from "../../test/bot.ts";
import { hello, mode, policy } from "../../test/modules.ts";
import { desk, position, signal, signals, T0, valued } from "../../test/scenario.ts";
import { coordinatedConfidence } from "./coordinated-confidence.ts";
import { coordinatedEntries } from "./coordinated-entries.ts";
import { coordinatedExposure } from "./coordinated-exposure.ts";
import { coreSymbolsOnly } from "./core-symbols-only.ts";
import { committedUsd } from "./desk.ts";
import { coordinatedSizeFactor } from "./size-factor.ts";

const under = (part: Parameters<typeof restraint>[0], rest: Parameters<typeof desk>[0] = {}) =>
  desk({ ...rest, words: { restraint: restraint(part) } });

describe("the coordinator that binds", () => {
  it("TB-27 allows entries or not", () => {
    expect(coordinatedEntries(signal(), under({}))).toMatchObject({ rule: "TB-27", passed: true });
    expect(coordinatedEntries(signal(), under({ allowEntries: false, riskMode: "SAFE" }))).toMatchObject({
      passed: false,
      reason: "in risk mode SAFE ai_hfos does not allow entries",
    });
  });

  it("TB-28 asks for a confidence: exactly that passes, less does not", () => {
    expect(coordinatedConfidence(signal({ confidence: 0.7 }), under({ minConfidence: 0.7 }))).toMatchObject({
      rule: "TB-28",
      passed: true,
    });
    expect(coordinatedConfidence(signal({ confidence: 0.6999 }), under({ minConfidence: 0.7 }))).toMatchObject({ passed: false });
  });

  it("TB-29 may allow core symbols only", () => {
    expect(coreSymbolsOnly(signal(), under({ coreSymbolsOnly: true }))).toMatchObject({ rule: "TB-29", passed: true });
    expect(coreSymbolsOnly(signal({ symbol: "DOGEUSDT" }), under({ coreSymbolsOnly: true }))).toMatchObject({
      passed: false,
      observed: "MEME",
    });
    expect(coreSymbolsOnly(signal({ symbol: "DOGEUSDT" }), under({}))).toBeNull();
  });

  it("TB-30 bounds all positions together: exactly the limit passes, a cent more does not, and without a portfolio nothing does", () => {
    const at = under({ maxGrossRatio: 0.5 }, { committed: { usd: 4000 } });
    expect(coordinatedExposure(1000, at)).toMatchObject({ rule: "TB-30", passed: true, observed: 0.5 });
    expect(coordinatedExposure(1000.01, at)).toMatchObject({ passed: false });
    expect(coordinatedExposure(1, under({ maxGrossRatio: 0.5 }, { portfolio: null }))).toMatchObject({ passed: false, observed: null });
  });

  it("TB-31 makes sizes smaller, never larger", () => {
    const wanted = { quantity: "8", stepSize: "0.001" };
    expect(coordinatedSizeFactor(wanted, under({ sizeFactor: 0.333 }))).toMatchObject({ quantity: "2.664", finding: { rule: "TB-31" } });
    fc.assert(
      fc.property(fc.double({ min: -2, max: 5, noNaN: true }), (sizeFactor) => {
        const quantity = Number(coordinatedSizeFactor(wanted, under({ sizeFactor }))?.quantity);
        expect(quantity >= 0 && quantity <= 8).toBe(true);
      }),
    );
  });

  it("says nothing while none binds", () => {
    for (const rule of [coordinatedEntries, coordinatedConfidence, coreSymbolsOnly]) expect(rule(signal(), desk())).toBeNull();
    expect(coordinatedExposure(1e9, desk())).toBeNull();
    expect(coordinatedSizeFactor({ quantity: "8", stepSize: "1" }, desk())).toBeNull();
  });

  it("counts positions, and entries and additions on their way, as committed; exits and stops not", () => {
    const open = { symbol: "ETHUSDT", direction: "LONG", stopPrice: null, takeProfitPrice: null, leverage: 1, cycle: 0 } as const;
    const intents_ = (["ENTRY", "ADD", "EXIT", "PROTECT"] as const).map((purpose) => {
      return [purpose, { ...open, intentId: purpose, tradeId: purpose, purpose, notionalUsd: 50, working: false }] as const;
    });
    const state = { ...desk().state, intents: Object.fromEntries(intents_) };
    expect(committedUsd(state, valuation({ positions: [position({ notionalUsd: 100 })] }))).toBe(200);
    expect(committedUsd(desk().state, null)).toBe(0);
  });
});

describe("a cycle in which the coordinator binds", () => {
  const waiting = ready.after(...binding("ai_hfos"), cycleBars, signals(T0, [signal(), eth]), valued(T0));

  it("waits for its word, and trades as ever when it restrains nothing", () => {
    expect(intents(waiting.when())).toEqual([]);
    expect(intents(waiting.when(coordinated(T0)))).toHaveLength(2);
  });

  it.each([
    ["HFOS_NO_ENTRIES", { allowEntries: false }, []],
    ["HFOS_CONFIDENCE", { minConfidence: 0.85 }, ["ETHUSDT"]],
    ["HFOS_EXPOSURE", { maxGrossRatio: 0.25 }, ["ETHUSDT"]],
  ])("skips with %s what it does not allow, in the same cycle", (code, part, traded) => {
    const outcome = waiting.when(coordinated(T0, part));
    expect(intents(outcome).map(({ symbol }) => symbol)).toEqual(traded);
    const skips = outcome.state.trading?.skips ?? outcome.state.last?.skips;
    expect(skips).toContainEqual(expect.objectContaining({ symbol: "BTCUSDT", code }));
  });

  it("skips with HFOS_CORE_ONLY what is not CORE, and makes the rest smaller", () => {
    const doge = signal({ symbol: "DOGEUSDT", close: 50 });
    const outcome = ready.when(
      ...binding("ai_hfos"),
      cycleBars,
      signals(T0, [doge, signal()]),
      valued(T0),
      coordinated(T0, { coreSymbolsOnly: true, sizeFactor: 0.5 }),
    );
    expect(intents(outcome)).toMatchObject([{ symbol: "BTCUSDT", quantity: "12.5" }]);
    expect(outcome.state.trading?.skips).toMatchObject([{ symbol: "DOGEUSDT", code: "HFOS_CORE_ONLY" }]);
  });

  it("is silent: no entries until it is back", () => {
    const outcome = waiting.when(deadline());
    expect(outcome.emitted("cycle.completed")).toMatchObject([{ outcome: "EXPIRED", missing: ["ai_hfos"] }]);
    expect(outcome.emitted("alert.raised")).toMatchObject([{ code: "MODULE_SILENT" }]);
  });

  it("changes nothing while it only observes", () => {
    const outcome = ready.when(
      hello("ai_hfos", "OBSERVE"),
      cycleBars,
      coordinated(T0, { allowEntries: false }, { as: "OBSERVE", aside: ["orchestrator_policy"] }),
      signals(T0, [signal()]),
      valued(T0),
    );
    expect(intents(outcome)).toHaveLength(1);
  });
});

describe("TB-32 a module that a person has set aside", () => {
  const answered = [cycleBars, signals(T0, [signal()]), valued(T0)];

  it("does not bind in this cycle, and stands in the books as not binding", () => {
    const services = binding("ai_hfos", "orchestrator_policy", "trading_mathematician");
    const said = [policy(T0, { allowTrades: false }), sizes(T0, [size()])];
    expect(intents(ready.when(...services, ...answered, ...said, coordinated(T0)))).toEqual([]);
    const outcome = ready.when(...services, ...answered, ...said, coordinated(T0, {}, { aside: ["orchestrator_policy"] }));
    expect(intents(outcome)).toMatchObject([{ quantity: "5" }]);
    expect(outcome.state.trading?.said.find(({ service }) => service === "orchestrator_policy")).toMatchObject({
      mode: "ENFORCED",
      binding: false,
    });
  });

  it("is not waited for, also when it would review", () => {
    const services = binding("ai_hfos", "pal", "pba");
    expect(intents(ready.when(...services, ...answered, coordinated(T0, {}, { aside: ["pal", "pba"] })))).toHaveLength(1);
    expect(intents(ready.when(...services, ...answered, coordinated(T0, {}, { aside: ["pal"] })))).toEqual([]);
  });

  it("can be none of the core, the emergency stop, or the coordinator itself", () => {
    const all = ["ai_engine", "portfolio_intelligence", "ai_hfos", "ess"];
    const outcome = ready.when(...binding("ai_hfos"), ...answered, coordinated(T0, { allowEntries: false }, { aside: all }));
    expect(outcome.emitted("cycle.completed")).toMatchObject([{ skips: [{ code: "HFOS_NO_ENTRIES" }] }]);
  });

  it("binds again as soon as the coordinator does not", () => {
    const asked = ready.after(...binding("ai_hfos", "orchestrator_policy", "msc_ai"), ...answered, policy(T0, { allowTrades: false }));
    const aside = coordinated(T0, {}, { aside: ["orchestrator_policy"] });
    const outcome = asked.after(aside).when(mode("ai_hfos", "OBSERVE"), mode("msc_ai", "OBSERVE"));
    expect(outcome.emitted("cycle.completed")).toMatchObject([{ skips: [{ code: "POLICY_NO_TRADES" }] }]);
  });
});
