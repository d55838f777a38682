import { describe, expect, it } from "@jest/globals";
import { given, woken } from "@quantum/test-kit";
import type { Input } from "@quantum/types";
import fc from "fast-check";
import { BAR_MS, closed, goodbye, hello, listed, position, proposal, proposed, SYMBOLS, T0, valued } from "../../test/scenario.ts";
import { WAIT_OVER } from "./answer.ts";
import { createPbaCore } from "./index.ts";

const core = createPbaCore();
const prices = Object.fromEntries(SYMBOLS.map((symbol) => [symbol, 1]));
const ready: Input[] = [hello("portfolio_intelligence"), hello("execution"), listed(...SYMBOLS)];
const list = proposed(T0, proposal("BTCUSDT", "100"), proposal("ETHUSDT", "300", { rank: 2 }));
const inputs: Input[] = [closed(T0, prices), valued(T0), list];
const outcomes = (effects: { reviews: { outcome: string; quantityAfter: string }[] }[]) =>
  effects.map(({ reviews }) => reviews.map(({ outcome, quantityAfter }) => [outcome, quantityAfter]));
const answered = [
  [
    ["ALLOW", "100"],
    ["SHRINK", "220"],
  ],
];
const blocked = [
  [
    ["BLOCK", "0"],
    ["BLOCK", "0"],
  ],
];

describe("the balancer's one answer to a cycle", () => {
  it("comes once, for the cycle of the proposals, in whichever order and however often its inputs come", () => {
    const orders = fc.shuffledSubarray([...inputs, ...inputs], { minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(orders, (shuffled) => {
        const outcome = given(core)
          .after(...ready)
          .when(...shuffled);
        expect(outcomes(outcome.emitted("trades.reviewed"))).toEqual(answered);
        expect(outcome.effects.filter(({ kind }) => kind === "emit")).toMatchObject([{ cycle: T0 }]);
      }),
      { numRuns: 200 },
    );
  });

  it("comes also for an empty list, and then still asks for reductions", () => {
    const held = [position("BTCUSDT", "400"), position("XRPUSDT", "200", { direction: "SHORT" })];
    const [review] = given(core)
      .after(...ready, closed(T0, prices), valued(T0, held))
      .when(proposed(T0))
      .emitted("trades.reviewed");
    expect(review?.reviews).toEqual([]);
    expect(review?.reductions).toMatchObject([{ tradeId: "t-BTCUSDT", quantity: "80", verdict: { rule: "PBA-01", passed: false } }]);
  });

  it("waits for the portfolio, and when the wait is over blocks everything", () => {
    const waiting = given(core).after(...ready, closed(T0, prices), valued(T0 - BAR_MS));
    expect(waiting.when(list).effects).toEqual([{ kind: "wake", name: WAIT_OVER, afterMs: 2_000, data: { cycle: T0 } }]);
    const over = waiting.after(list).when(woken(WAIT_OVER, { cycle: T0 }));
    expect(outcomes(over.emitted("trades.reviewed"))).toEqual(blocked);
    expect(over.emitted("trades.reviewed")[0]?.reviews[0]?.verdicts[0]?.reason).toBe("DATA_MISSING: portfolio");
    waiting
      .after(list, woken(WAIT_OVER, { cycle: T0 }))
      .when(valued(T0), list)
      .then([]);
  });

  it("a goodbye of the portfolio ends the wait at once; a stranger's does not", () => {
    const waiting = given(core).after(...ready, closed(T0, prices), list);
    waiting.when(goodbye("clm")).then([]);
    expect(outcomes(waiting.when(goodbye("portfolio_intelligence")).emitted("trades.reviewed"))).toEqual(blocked);
  });

  it("without a portfolio on the roster it does not wait at all", () => {
    expect(
      outcomes(
        given(core)
          .after(listed(...SYMBOLS), closed(T0, prices))
          .when(list)
          .emitted("trades.reviewed"),
      ),
    ).toEqual(blocked);
  });

  it("a wake-up of an earlier cycle ends nothing, and a newer list ends an older one", () => {
    const waiting = given(core).after(...ready, closed(T0, prices), list);
    waiting.when(woken(WAIT_OVER, { cycle: T0 - BAR_MS })).then([]);
    const next = waiting.when(proposed(T0 + BAR_MS));
    expect(outcomes(next.emitted("trades.reviewed"))).toEqual(blocked);
  });

  it("a portfolio that cannot be relied on blocks: no equity, books that differ, positions that do not add up", () => {
    const gap = { symbol: null, kind: "wallet", ours: "1", theirs: "2", reason: "test" };
    const sums = { grossRatio: 0.5, netRatio: 0, longRatio: 0, shortRatio: 0, bySymbol: {}, bySector: {} };
    const doubtful = [
      valued(T0, [], { equityUsd: "0" }),
      valued(T0, [], { equityUsd: "-5" }),
      valued(T0, [], { differences: [gap] }),
      valued(T0, [], { exposure: sums }),
      valued(T0, [position("XRPUSDT", "10", { markPrice: "0" })]),
    ];
    for (const portfolio of doubtful) {
      const [review] = given(core)
        .after(...ready, closed(T0, prices), portfolio)
        .when(list)
        .emitted("trades.reviewed");
      expect(outcomes([review!])).toEqual(blocked);
    }
  });
});

describe("measured correlations", () => {
  const cycles = Array.from({ length: 60 }, (_, i) => T0 - (59 - i) * BAR_MS);
  const wave = (i: number, seed: number) => 1 + 0.01 * Math.sin(i * (1 + seed * 0.37) + seed);
  const twins = ["BTCUSDT", "XRPUSDT", "LINKUSDT", "UNIUSDT", "DOGEUSDT"];
  const history = (together: boolean) =>
    cycles.map((at, i) => closed(at, Object.fromEntries(twins.map((symbol, n) => [symbol, wave(i, together ? 1 : n)]))));
  const held = twins.slice(0, 4).map((symbol) => position(symbol, "50"));
  const ask = (together: boolean) =>
    given(core)
      .after(...ready, ...history(together), valued(T0, held))
      .when(proposed(T0, proposal("DOGEUSDT", "50")))
      .emitted("trades.reviewed")[0]?.reviews[0];

  it("a fifth position that moves like the others is blocked, one that moves by itself is not", () => {
    expect(ask(true)).toMatchObject({ outcome: "BLOCK" });
    expect(ask(true)?.verdicts.find(({ passed }) => !passed)).toMatchObject({ rule: "PBA-03", observed: 5, limit: 4 });
    expect(ask(false)).toMatchObject({ outcome: "ALLOW" });
  });

  it("history counts from the start, and a bar that is delivered again or too late does not", () => {
    const bars = history(false).flatMap(({ data }) => data.bars.filter(({ symbol }) => symbol === "BTCUSDT").map(({ bar }) => bar));
    const backfilled = { id: "h", type: "bars.backfilled", data: { symbol: "BTCUSDT", interval: "5m", bars } };
    const fill = { ...history(false)[0], ...backfilled } as Input;
    const live = given(core).when(...history(false)).state;
    const once = given(core).when(fill).state;
    const twice = given(core).when(fill, fill, history(false)[3]!).state;
    expect(once.returns.BTCUSDT).toEqual(live.returns.BTCUSDT);
    expect(twice.returns.BTCUSDT).toEqual(live.returns.BTCUSDT);
  });

  it("a missing bar leaves a gap, so that symbols stay aligned", () => {
    const { state } = given(core).when(
      closed(T0, { BTCUSDT: 1 }),
      closed(T0 + 2 * BAR_MS, { BTCUSDT: 2 }),
      closed(T0 + 3 * BAR_MS, { BTCUSDT: 3 }),
    );
    expect(state.returns.BTCUSDT?.window).toEqual([null, null, 0.5]);
  });
});
