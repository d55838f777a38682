import { describe, expect, it } from "@jest/globals";
import type { Effect, EventData, EventType, Input, Intent } from "@quantum/types";
import fc from "fast-check";
import { createTradingBotCore } from "../src/core/index.ts";
import { hello } from "./modules.ts";
import { bars, listed, settings, signal, signals, T0, valued } from "./scenario.ts";
import { SYMBOLS, World } from "./world.ts";

const MAX_POSITIONS = 3;
const core = createTradingBotCore(settings({ maxPositions: MAX_POSITIONS, cooldownBars: 1, maxHeldBars: 3 }));
const steps = fc.array(fc.tuple(fc.nat(999), fc.nat(10_000)), { minLength: 20, maxLength: 90 });

function emitted<T extends EventType>(effects: readonly Effect[], type: T): { data: EventData<T>; cycle: number | undefined }[] {
  return effects.flatMap((effect) =>
    effect.kind === "emit" && effect.type === type ? [{ data: effect.data as EventData<T>, cycle: effect.cycle }] : [],
  );
}
function play(choices: readonly (readonly [number, number])[], look: (world: World) => void = () => {}): World {
  const world = new World(core);
  world.hand(listed(SYMBOLS));
  world.bar(true, 0);
  for (const [dice, pick] of choices) {
    world.act(dice, pick);
    look(world);
  }
  world.bar(true, 0);
  return world;
}
function replay(inputs: readonly Input[], restarts = false): Effect[] {
  const world = new World(core, restarts);
  for (const input of inputs) world.hand(input);
  return world.effects;
}
/** What leaves the service and matters to others. */
function said(effects: readonly Effect[]): unknown[] {
  return [...emitted(effects, "order.requested"), ...emitted(effects, "cycle.completed")];
}

describe("whatever the order, the doubling and the silence of the others", () => {
  it("every bar ends in exactly one cycle.completed", () => {
    fc.assert(
      fc.property(steps, (choices) => {
        const world = play(choices);
        const ends = emitted(world.effects, "cycle.completed").map(({ cycle }) => cycle);
        expect(ends.sort()).toEqual(world.barsAt.slice(0, -1).sort());
      }),
      { numRuns: 150 },
    );
  });

  it("there are never more positions and entries on their way than allowed, and one per symbol", () => {
    let most = 0;
    fc.assert(
      fc.property(steps, (choices) => {
        play(choices, (world) => {
          most = Math.max(most, world.exposed.size);
          expect(world.exposed.size).toBeLessThanOrEqual(MAX_POSITIONS);
        });
      }),
      { numRuns: 150 },
    );
    expect(most).toBe(MAX_POSITIONS);
  });

  it("no order is asked for twice, and entries only with both answers and an open latch", () => {
    fc.assert(
      fc.property(steps, (choices) => {
        const world = play(choices);
        const ids = emitted(world.effects, "order.requested").map(({ data }) => data.intent.intentId);
        expect(new Set(ids).size).toBe(ids.length);
        const expired = new Set(
          emitted(world.effects, "cycle.completed")
            .filter(({ data }) => data.missing.length > 0)
            .map(({ cycle }) => cycle),
        );
        for (const { data, cycle } of emitted(world.effects, "order.requested"))
          if (data.intent.purpose === "ENTRY") expect(expired.has(cycle)).toBe(false);
      }),
      { numRuns: 100 },
    );
  });

  it("no stop is ever loosened, and size is added behind a stop that was moved in the same cycle or rests there already", () => {
    let added = 0;
    const cycles = fc.array(fc.array(fc.nat(10_000), { minLength: 4, maxLength: 9 }), { minLength: 5, maxLength: 20 });
    fc.assert(
      fc.property(cycles, (choices) => {
        const world = new World(core);
        for (const input of [listed(SYMBOLS), hello("pal")]) world.hand(input);
        for (const picks of choices) world.trade(picks);
        const stops = new Map<string, string | null>();
        const asked = new Map<string, Intent>();
        for (const step of world.story) {
          if (step.type === "order.settled" && step.data.outcome === "PROTECTED")
            stops.set(step.data.tradeId, asked.get(step.data.intentId)?.stopPrice ?? null);
          if (step.type !== "order.requested") continue;
          const { intent } = step.data;
          const { tradeId, purpose, side, stopPrice } = intent;
          asked.set(intent.intentId, intent);
          if (purpose === "ENTRY") stops.set(tradeId, stopPrice);
          const nearer = (Number(stopPrice) - Number(stops.get(tradeId))) * (side === "SELL" ? 1 : -1);
          if (purpose === "PROTECT") expect(nearer).toBeGreaterThanOrEqual(0);
          if (purpose !== "ADD") continue;
          added += 1;
          expect(stopPrice).toBe(stops.get(tradeId));
        }
      }),
      { numRuns: 150 },
    );
    expect(added).toBeGreaterThan(100);
  });

  it("an input delivered twice changes nothing", () => {
    fc.assert(
      fc.property(steps, (choices) => {
        const { inputs, effects } = play(choices);
        const doubled = inputs.flatMap((input): Input[] => (input.type === "wake" ? [input] : [input, input]));
        expect(said(replay(doubled))).toEqual(said(effects));
      }),
      { numRuns: 60 },
    );
  });

  it("the same inputs give the same effects, and a restart between any two of them changes nothing", () => {
    fc.assert(
      fc.property(steps, (choices) => {
        const { inputs, effects } = play(choices);
        expect(replay(inputs, true)).toEqual(effects);
      }),
      { numRuns: 50 },
    );
  });

  it("the order in which answers and their bar arrive does not matter", () => {
    const list = SYMBOLS.map((symbol, i) => signal({ symbol, confidence: 0.6 + i / 20 }));
    const cycle = [bars(T0, Object.fromEntries(SYMBOLS.map((symbol) => [symbol, 100]))), signals(T0, list), valued(T0)];
    const first = said(replay([listed(SYMBOLS), ...cycle]));
    expect(first).toHaveLength(MAX_POSITIONS);
    fc.assert(
      fc.property(fc.shuffledSubarray([0, 1, 2, 0, 1, 2], { minLength: 6, maxLength: 6 }), (order) => {
        expect(said(replay([listed(SYMBOLS), ...order.map((i) => cycle[i] as Input)]))).toEqual(first);
      }),
    );
  });
});
