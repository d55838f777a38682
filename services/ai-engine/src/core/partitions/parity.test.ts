import { beforeAll, describe, expect, it } from "@jest/globals";
import type { Bar, EventData, FleetEvent } from "@quantum/types";
import fc from "fast-check";
import { Cluster, saidIn } from "../../../test/cluster.ts";
import { closed, history, marketOf } from "../../../test/scenario.ts";
import { createAiEngineCore } from "../index.ts";

const SYMBOLS = ["BTCUSDT", "ETHUSDT", "DOGEUSDT", "ADAUSDT", "LTCUSDT", "XLMUSDT", "ATOMUSDT", "DOTUSDT"];
const WARM = 90;

let market: Readonly<Record<string, Bar[]>>;
beforeAll(async () => {
  market = (await marketOf(SYMBOLS)).series;
});

/** Bars of a cycle without some symbols, in an order that changes. */
function cycle(at: number, without: number, turn: number): FleetEvent<"bars.closed"> {
  const there = Object.keys(market).filter((_, i) => (without & (1 << i)) === 0);
  const turned = [...there.slice(turn % 8), ...there.slice(0, turn % 8)];
  const bars = Object.fromEntries(turned.map((symbol) => [symbol, market[symbol]![at]!]));
  return closed(bars, { closeAt: market.BTCUSDT![at]!.openAt + 300_000 });
}

function alone(inputs: readonly (FleetEvent<"bars.closed"> | FleetEvent<"bars.backfilled">)[]): string[] {
  const core = createAiEngineCore();
  const state = core.initial();
  return inputs.flatMap((input) => saidIn(core.decide(state, input).effects, "signals.generated").map(textOf));
}

const textOf = (said: { data: EventData<"signals.generated">; cycle: number | undefined }): string =>
  JSON.stringify([said.data, said.cycle]);

describe("a lead with workers", () => {
  it.each([2, 3, 5])(
    "and %i partitions says, to the byte, what one instance alone says, for every cycle, whoever is restarted",
    (partitions) => {
      const gaps = fc.array(
        fc.record({ without: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 255 })), turn: fc.nat(7), restart: fc.nat(7) }),
        {
          minLength: 1,
          maxLength: 25,
        },
      );
      fc.assert(
        fc.property(gaps, fc.integer({ min: 20, max: WARM }), (steps, warm) => {
          const cluster = new Cluster(partitions);
          const past = Object.entries(market).map(([symbol, bars]) => history(symbol, bars.slice(0, warm)));
          const inputs = [...past, ...steps.map(({ without, turn }, i) => cycle(warm + i, without, turn))];
          const said = inputs.flatMap((input, i) => {
            cluster.restart((steps[i % steps.length]?.restart ?? 0) % partitions);
            return saidIn(cluster.hear(input), "signals.generated").map(textOf);
          });
          expect(said).toEqual(alone(inputs));
        }),
        { numRuns: 15 },
      );
    },
  );

  it("shares the symbols: nobody knows those of another, and together they know all", () => {
    const cluster = new Cluster(3);
    for (const [symbol, bars] of Object.entries(market)) cluster.hear(history(symbol, bars.slice(0, 70)));
    const known = [0, 1, 2].map((partition) => Object.keys(cluster.stateOf(partition).symbols));
    expect(known.flat().sort()).toEqual(Object.keys(market).sort());
    expect(known.every((symbols) => symbols.length < SYMBOLS.length)).toBe(true);
  });

  it("answers a bar that comes again only once", () => {
    const cluster = new Cluster(2);
    expect(saidIn(cluster.hear(cycle(100, 0, 0)), "signals.generated")).toHaveLength(1);
    expect(cluster.hear(cycle(100, 0, 0))).toEqual([]);
    expect(cluster.hear(cycle(99, 0, 0))).toEqual([]);
  });
});

describe("one instance alone", () => {
  it("is the same as ever where PARTITIONS is 1: it reads bars, says signals, and keeps nothing of others", () => {
    const core = createAiEngineCore({ partitions: 1, partition: 0 });
    expect([core.name, core.consumes, core.emits]).toEqual(["ai_engine", ["bars.backfilled", "bars.closed"], ["signals.generated"]]);
    expect(Object.keys(core.initial()).sort()).toEqual(["inCycle", "interval", "lastCycleAt", "partitions", "symbols"]);
  });
});
