import { describe, expect, it } from "@jest/globals";
import { event, given, woken } from "@quantum/test-kit";
import type { Input } from "@quantum/types";
import fc from "fast-check";
import { BAR_MS, closed, listed, quoted, signal, signals, T0, tradeClosed, valued } from "../../test/scenario.ts";
import { createMathematicianCore } from "./index.ts";

const core = createMathematicianCore();
const market = [listed("BTCUSDT", "ETHUSDT"), quoted(T0, "BTCUSDT", "ETHUSDT")];
const desk = given(core).after(...market);
const hello = (service: string) => event("service.started", { service, version: "1", mode: "ENFORCED", recovered: 0 });
const goodbye = (service: string) => event("service.stopped", { service, reason: "SIGTERM" });
const ofCycle = [signals(T0, signal("BTCUSDT"), signal("ETHUSDT", { side: "SHORT" }), signal("XRPUSDT", { side: "NONE" })), valued(T0)];
const lastWake = woken("cycle wait", { cycle: T0, partsLeft: 0 });

describe("the mathematician's answer to a cycle", () => {
  it("is one, with a size for each signal that has a side", () => {
    const outcome = desk.when(closed(T0), ...ofCycle);
    const [answer, ...more] = outcome.emitted("sizes.advised");
    expect(more).toEqual([]);
    expect(answer?.sizes.map(({ symbol, direction, outcome }) => [symbol, direction, outcome])).toEqual([
      ["BTCUSDT", "LONG", "SIZED"],
      ["ETHUSDT", "SHORT", "SIZED"],
    ]);
    expect(answer).toMatchObject({ equityUsd: "10000", missing: [] });
    expect(outcome.effects.at(-1)).toMatchObject({ kind: "emit", cycle: T0 });
    expect(outcome.state.wait).toEqual({ open: null, last: T0, words: {} });
  });

  it("comes also when there is nothing to say", () => {
    expect(desk.when(closed(T0), signals(T0), valued(T0)).emitted("sizes.advised")).toMatchObject([{ sizes: [], missing: [] }]);
  });

  it("does not depend on the order of its inputs, nor on what is delivered twice", () => {
    const inputs: Input[] = [closed(T0), ...ofCycle, tradeClosed("a", 1), tradeClosed("b", -1)];
    const expected = desk.when(tradeClosed("a", 1), tradeClosed("b", -1), closed(T0), ...ofCycle).emitted("sizes.advised");
    fc.assert(
      fc.property(fc.shuffledSubarray([0, 1, 2], { minLength: 3 }), fc.array(fc.nat(2), { maxLength: 4 }), (order, again) => {
        const cycle = [...order, ...again].map((place) => inputs[place] as Input);
        expect(desk.when(...inputs.slice(3).reverse(), ...inputs.slice(3), ...cycle).emitted("sizes.advised")).toEqual(expected);
      }),
    );
  });

  it("refuses everything when the portfolio is missing at the end of the wait, and names what is missing", () => {
    const [answer] = desk.when(closed(T0), ofCycle[0] as Input, lastWake).emitted("sizes.advised");
    expect(answer?.sizes.map(({ outcome }) => outcome)).toEqual(["REFUSED", "REFUSED"]);
    expect(answer).toMatchObject({ missing: ["portfolio.valued"], equityUsd: null });
    expect(desk.when(closed(T0), lastWake).emitted("sizes.advised")).toMatchObject([
      { sizes: [], missing: ["signals.generated", "portfolio.valued"] },
    ]);
  });

  it("waits in parts, and not for what is another cycle's", () => {
    const wakes = (partsLeft: number, cycle = T0) => desk.when(closed(T0), woken("cycle wait", { cycle, partsLeft })).effects.slice(1);
    expect(wakes(2)).toMatchObject([{ kind: "wake", afterMs: 500, data: { cycle: T0, partsLeft: 1 } }]);
    expect(wakes(0, T0 - BAR_MS)).toEqual([]);
    expect(wakes(0)).toMatchObject([{ kind: "emit" }]);
  });

  it("does not wait for who said goodbye, and stops waiting when it does", () => {
    const signalsOnly = [closed(T0), ofCycle[0] as Input];
    expect(
      desk
        .after(goodbye("portfolio_intelligence"))
        .when(...signalsOnly)
        .emitted("sizes.advised"),
    ).toEqual([]);
    const here = desk.after(hello("portfolio_intelligence"));
    expect(here.when(...signalsOnly).emitted("sizes.advised")).toEqual([]);
    expect(here.when(...signalsOnly, goodbye("portfolio_intelligence")).emitted("sizes.advised")).toMatchObject([
      { missing: ["portfolio.valued"] },
    ]);
    const gone = here.after(goodbye("portfolio_intelligence"));
    expect(gone.when(...signalsOnly).emitted("sizes.advised")).toHaveLength(1);
  });

  it("is given to an overdue cycle before the next one opens", () => {
    const outcome = desk.when(closed(T0), closed(T0 + BAR_MS));
    expect(outcome.effects.map((effect) => effect.kind)).toEqual(["wake", "emit", "wake"]);
    expect(outcome.effects[1]).toMatchObject({ cycle: T0 });
    expect(desk.when(closed(T0), ...ofCycle, closed(T0), closed(T0 - BAR_MS)).emitted("sizes.advised")).toHaveLength(1);
  });

  it("does not size on an equity that is in doubt", () => {
    const doubt = { symbol: null, kind: "wallet", ours: "1", theirs: "2", reason: "differs" };
    const [answer] = desk.when(closed(T0), ofCycle[0] as Input, valued(T0, { differences: [doubt] })).emitted("sizes.advised");
    expect(answer?.sizes.every(({ outcome }) => outcome === "REFUSED")).toBe(true);
    const [broke] = desk.when(closed(T0), ofCycle[0] as Input, valued(T0, { equityUsd: "0" })).emitted("sizes.advised");
    expect(broke?.equityUsd).toBeNull();
  });

  it("learns from closed trades, but not from one without R", () => {
    const outcome = desk.when(tradeClosed("a", 2), tradeClosed("a", 2), tradeClosed("b", null), closed(T0), ...ofCycle);
    expect(outcome.emitted("sizes.advised")).toMatchObject([{ edge: { trades: 1, winRate: 1, averageWinR: 2 } }]);
  });

  it("forgets a contract that is no longer traded, and a crossed book", () => {
    const delisted = listed("BTCUSDT");
    for (const instrument of delisted.data.instruments) Object.assign(instrument, { status: "DELISTED" });
    const crossed = quoted(T0, "ETHUSDT");
    for (const quote of crossed.data.quotes) Object.assign(quote, { bid: 101, ask: 100 });
    const [answer] = desk.when(delisted, crossed, closed(T0), ...ofCycle).emitted("sizes.advised");
    expect(answer?.sizes.map(({ verdicts }) => verdicts[0]?.observed)).toEqual(["contract, quote", "quote"]);
  });
});
