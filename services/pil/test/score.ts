import { type EventData, POSITION_CLASSES, type PositionClass } from "@quantum/types";
import { createPilCore } from "../src/core/index.ts";
import type { LabelledPosition } from "./labelled-positions.ts";
import { BAR_MS, position, T0, valued } from "./scenario.ts";

/** How one class was told: its labels, and precision, recall and F1. */
export interface ClassScore {
  readonly class: PositionClass;
  readonly labels: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/** What the core says of each position at its moment, after it saw every bar before. */
export function classesOf(positions: readonly LabelledPosition[]): Map<string, PositionClass> {
  const core = createPilCore();
  let state = core.initial();
  const told = new Map<string, PositionClass>();
  const newest = Math.max(...positions.map(({ seenBars }) => seenBars));
  for (let ageBars = 0; ageBars <= newest; ageBars++) {
    const open = positions.filter(({ seenBars }) => seenBars >= ageBars);
    const input = valued(
      T0 + ageBars * BAR_MS,
      open.map((one) => positionAt(one, ageBars)),
    );
    const decision = core.decide(state, input);
    state = decision.state;
    const [effect] = decision.effects;
    if (effect?.kind !== "emit") throw new Error("a cycle was not answered");
    const seenNow = new Set(open.filter(({ seenBars }) => seenBars === ageBars).map(({ tradeId }) => tradeId));
    for (const one of (effect.data as EventData<"positions.classified">).positions)
      if (seenNow.has(one.tradeId)) told.set(one.tradeId, one.class);
  }
  return told;
}

function positionAt({ tradeId, closes }: LabelledPosition, ageBars: number) {
  const close = closes[ageBars];
  if (!close || tradeId.startsWith("orphan-")) return position({ tradeId, ageBars, rMultiple: null });
  return position({ tradeId, ageBars, rMultiple: close.r, maxFavourableR: close.best, maxAdverseR: close.worst });
}

/** Precision, recall and F1 of every class. */
export function scoresOf(positions: readonly LabelledPosition[], told: ReadonlyMap<string, PositionClass>): ClassScore[] {
  return POSITION_CLASSES.map((name) => {
    const labels = positions.filter(({ label }) => label === name).length;
    const said = positions.filter(({ tradeId }) => told.get(tradeId) === name).length;
    const right = positions.filter(({ tradeId, label }) => label === name && told.get(tradeId) === name).length;
    const [precision, recall] = [right / Math.max(1, said), right / Math.max(1, labels)];
    return { class: name, labels, precision, recall, f1: right === 0 ? 0 : (2 * precision * recall) / (precision + recall) };
  });
}

/** Mean F1 over all classes, each counting the same. */
export function macroF1(scores: readonly ClassScore[]): number {
  return scores.reduce((sum, { f1 }) => sum + f1, 0) / scores.length;
}
