import { updateRoster } from "@quantum/roster";
import { binds, type FleetEvent, type Input, type Instrument } from "@quantum/types";
import type { FindRequest, PlaceRequest } from "./calls.ts";
import type { Desk } from "./desk.ts";
import { cleared, orderAnsweredOpen, orderEnded } from "./intents.ts";
import { cancelAnswered, orderAnswered } from "./order-answers.ts";
import { ask } from "./orders.ts";
import { PLAN_WAIT, planned, plannerMayHaveLeft, planWaited } from "./planning.ts";
import type { ClosedBars } from "./state.ts";
import { releaseBars, startSync, syncAnswered } from "./sync.ts";
import { abandonEntries } from "./working.ts";

/** What execution does about each kind of input. */
export function decide(desk: Desk): void {
  const { input } = desk;
  if (updateRoster(desk.state.roster, input)) plannerMayHaveLeft(desk);
  switch (input.type) {
    case "order.cleared":
      return cleared(desk, input);
    case "order.planned":
      return planned(desk, input);
    case "killLatch.changed":
      desk.state.killed = input.data.set;
      if (input.data.set) abandonEntries(desk, "KILL_LATCH");
      return;
    case "emergency.judged":
      return judged(desk, input);
    case "mode.changed":
      if (input.data.service === "execution") desk.state.mode = input.data.to;
      return;
    case "call.answered":
      return answered(desk, input);
    case "wake":
      return woken(desk, input);
    case "feed":
      return observed(desk, input);
    default:
      return;
  }
}

function answered(desk: Desk, input: Extract<Input, { type: "call.answered" }>): void {
  if (input.data.name === "sync") return syncAnswered(desk, input);
  orderHeard(desk, input);
  releaseBars(desk);
}

function orderHeard(desk: Desk, input: Extract<Input, { type: "call.answered" }>): void {
  const ended = input.data.name === "cancel" ? cancelAnswered(desk, input) : orderAnswered(desk, input);
  if (ended) return orderEnded(desk, ended);
  const request = input.data.request as PlaceRequest | FindRequest;
  const order = desk.state.orders["order" in request ? request.order.clientOrderId : request.clientOrderId];
  if (order) orderAnsweredOpen(desk, order);
}

/** While an emergency lasts nothing grows. */
function judged(desk: Desk, event: FleetEvent<"emergency.judged">): void {
  if (event.source === "ess" && binds(event.mode) && event.data.level !== "NORMAL") abandonEntries(desk, "EMERGENCY_STOP");
}

function woken(desk: Desk, input: Extract<Input, { type: "wake" }>): void {
  if (input.data.name === "sync") return startSync(desk);
  if (input.data.name === PLAN_WAIT) return planWaited(desk, input.data.data as Parameters<typeof planWaited>[1]);
  const call = ask(desk, (input.data.data as { clientOrderId: string }).clientOrderId);
  if (call) desk.effects.push(call);
}

function observed(desk: Desk, input: Extract<Input, { type: "feed" }>): void {
  const { state } = desk;
  switch (input.data.name) {
    case "instruments": {
      const instruments = input.data.data as Instrument[];
      state.stopsAhead = true;
      state.instruments = Object.fromEntries(instruments.map((instrument) => [instrument.symbol, instrument]));
      if (state.bookingSince === null) {
        state.bookingSince = input.at;
        state.fundingSince = input.at;
      }
      desk.effects.push({ kind: "emit", type: "instruments.listed", data: { instruments } });
      return;
    }
    case "history":
      desk.effects.push({ kind: "emit", type: "bars.backfilled", data: input.data.data as never });
      return;
    case "bars":
      return barsSeen(desk, input.data.data as ClosedBars);
    default:
      return startSync(desk);
  }
}

/** Bars wait in line until the exchange has told what happened before their close. What was published before is passed over. */
function barsSeen(desk: Desk, bars: ClosedBars): void {
  const { state } = desk;
  const newest = state.waitingBars.at(-1)?.closeAt ?? state.lastCloseAt;
  if (newest !== null && bars.closeAt <= newest) return;
  state.waitingBars.push(bars);
  startSync(desk);
}
