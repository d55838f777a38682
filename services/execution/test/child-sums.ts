import { event } from "@quantum/test-kit";
import type { PlanStep } from "@quantum/types";
import Big from "big.js";
import type { PlaceRequest } from "../src/core/calls.ts";
import { atMarket, BAR_MS, DeskDrill, type Fate, ioc, maker } from "./desk-drill.ts";
import { CLOSE, exit } from "./story.ts";
import type { ToyOrder } from "./toy-exchange.ts";

type Dice = () => number;

/** What was looked at over many sequences. */
export interface Tally {
  sequences: number;
  inputs: number;
  children: number;
  fills: number;
  lost: number;
  refused: number;
}

const REFUSALS = [
  { type: "STOP_MARKET", code: "-2021" },
  { type: "STOP_MARKET", code: "-2022" },
  { type: "TAKE_PROFIT_MARKET", code: "-2021" },
  { type: "IOC", code: "-2019" },
  { type: "GTX", code: "-1013" },
];

/** Plays one random sequence of fills, refusals, lost answers and bars, and says what was broken; null: nothing. */
export function playSequence(seed: number, tally: Tally): string | null {
  const dice = diceOf(seed);
  const leaves = dice() < 0.4;
  const desk = leaves ? new DeskDrill().withTrade().planner() : new DeskDrill().planner();
  const parent = leaves ? exit : { intentId: "intent-1", quantity: "0.1" };
  desk.clear(leaves ? exit : {}).plan(stepsFrom(dice, leaves), {
    intentId: parent.intentId,
    guardPrice: leaves ? "29900" : "30100",
  });
  const broken = (): string | null => sumFault(desk, parent.intentId, parent.quantity) ?? positionFault(desk, leaves);
  for (let i = 0; i < 40; i++) {
    disturb(desk, dice, tally);
    const fault = broken();
    if (fault) return `seed ${seed}, step ${i}: ${fault}`;
  }
  const fault = comeToRest(desk) ?? broken() ?? restFault(desk, parent.intentId);
  count(desk, tally);
  return fault && `seed ${seed}, at rest: ${fault}`;
}

function disturb(desk: DeskDrill, dice: Dice, tally: Tally): void {
  const { exchange } = desk;
  const what = dice();
  if (what < 0.5) {
    const fate = fateFrom(dice);
    if (fate !== "ANSWERED") tally.lost += 1;
    desk.next(fate);
  } else if (what < 0.62) fillSome(desk, dice);
  else if (what < 0.78) desk.wake();
  else if (what < 0.9) desk.closes();
  else if (what < 0.94) exchange.depth = new Big(Math.round(dice() * 100)).div(1_000);
  else if (what < 0.97) exchange.refusals = [REFUSALS[Math.floor(dice() * REFUSALS.length)] as (typeof REFUSALS)[number]];
  else if (what < 0.985) triggerStop(desk);
  else if (what < 0.99) desk.hear(event("killLatch.changed", { set: true, by: "anna", reason: "test" }));
  else exchange.cancel({ clientOrderId: desk.resting("GTX")[0]?.clientOrderId ?? "", symbol: "BTCUSDT", algo: false });
}

function fateFrom(dice: Dice): Fate {
  const fate = dice();
  return fate < 0.75 ? "ANSWERED" : fate < 0.9 ? "LOST" : "DROPPED";
}

function fillSome(desk: DeskDrill, dice: Dice): void {
  const [order] = desk.resting("GTX");
  if (order) desk.exchange.fill(order.clientOrderId, new Big(Math.ceil(dice() * 60)).div(1_000).toFixed());
}

function triggerStop(desk: DeskDrill): void {
  const [stop] = desk.resting("STOP_MARKET");
  if (stop) desk.exchange.trigger(stop.clientOrderId);
}

function stepsFrom(dice: Dice, leaves: boolean): PlanStep[] {
  const steps = Array.from({ length: 1 + Math.floor(dice() * 5) }, (): PlanStep => {
    const quantity = new Big(1 + Math.floor(dice() * 100)).div(1_000).toFixed();
    const kind = dice();
    if (kind < 0.5) return maker(CLOSE + BAR_MS * Math.floor(dice() * 4), leaves ? "30010" : "29990", quantity);
    return kind < 0.8 ? ioc(leaves ? "29950" : "30050", quantity) : atMarket(quantity);
  });
  return [...steps, atMarket()];
}

/** What the children of the parent have filled and may still fill at the exchange, those on their way counted too. */
function sumFault({ exchange, calls, children }: DeskDrill, intentId: string, quantity: string): string | null {
  let total = new Big(0);
  for (const id of children[intentId] ?? []) {
    const known = exchange.orders.get(id);
    const coming = known
      ? null
      : calls.find(({ name, request }) => name === "place" && (request as PlaceRequest).order.clientOrderId === id);
    if (id.startsWith("qtx-") && intentId !== exit.intentId) continue;
    if (known) total = total.plus(mayFill(known));
    else if (coming) total = total.plus((coming.request as PlaceRequest).order.quantity);
  }
  return total.gt(quantity) ? `children could come to ${total.toFixed()} of ${quantity}` : null;
}

function mayFill({ order, status, filled }: ToyOrder): Big {
  return new Big(status === "OPEN" ? order.quantity : filled);
}

function positionFault({ exchange }: DeskDrill, leaves: boolean): string | null {
  const { position } = exchange;
  return position.lt(0) || position.gt("0.1") ? `the position is ${position.toFixed()}${leaves ? " while leaving" : ""}` : null;
}

/** The exchange answers everything from now on, and bars close until every plan has run out. */
function comeToRest(desk: DeskDrill): string | null {
  desk.exchange.refusals = [];
  desk.exchange.depth = new Big(1_000);
  try {
    for (let bars = 0; bars < 6; bars++) desk.settle().closes().settle();
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

function restFault(desk: DeskDrill, intentId: string): string | null {
  const { exchange, state } = desk;
  const settled = desk.heard("order.settled").filter((each) => each.intentId === intentId);
  if (settled.length !== 1) return `it settled ${settled.length} times`;
  if (desk.resting("GTX").length > 0 || Object.keys(state.intents).length > 0) return "something still works";
  if (!exchange.position.eq(state.positions.BTCUSDT ?? "0"))
    return `the books say ${state.positions.BTCUSDT}, the exchange ${exchange.position.toFixed()}`;
  if (exchange.covered().lt(exchange.position))
    return `${exchange.position.toFixed()} is open, stops cover ${exchange.covered().toFixed()}`;
  if (exchange.position.eq(0) && desk.resting().length > 0) return "flat, and something still rests";
  return state.barsHeld || state.waitingBars.length > 0 ? "bars are held for ever" : null;
}

function count(desk: DeskDrill, tally: Tally): void {
  tally.sequences += 1;
  tally.inputs += desk.inputs;
  tally.fills += desk.exchange.fills.length;
  tally.refused += desk.heard("order.rejected").length;
  tally.children += [...desk.exchange.orders.values()].filter(({ order }) => order.triggerPrice === null).length;
}

/** Mulberry32, so that a seed names a sequence. */
function diceOf(seed: number): Dice {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Plays so many sequences and returns what was broken, a few at the most. */
export function playSequences(from: number, howMany: number): { faults: string[]; tally: Tally } {
  const tally: Tally = { sequences: 0, inputs: 0, children: 0, fills: 0, lost: 0, refused: 0 };
  const faults: string[] = [];
  for (let seed = from; seed < from + howMany && faults.length < 10; seed++) {
    const fault = playSequence(seed, tally);
    if (fault) faults.push(fault);
  }
  return { faults, tally };
}
