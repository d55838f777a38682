import { closeCycle, openCycle, partsLeft, waitWake } from "@quantum/roster";
import {
  type Effect,
  type EventData,
  emit,
  type FleetEvent,
  INTERVAL_MS,
  type Input,
  type RiskMode,
  type Verdict,
  type Woken,
} from "@quantum/types";
import { alert } from "./alert.ts";
import { holdMode } from "./calm.ts";
import { daringPerson } from "./daring-person.ts";
import { awaitsAcknowledgement, type Order, orderDirective, tellUnacknowledged, unacknowledged } from "./directives.ts";
import { judge } from "./judge.ts";
import type { HfosSettings } from "./limits.ts";
import { addBars } from "./market.ts";
import { needed } from "./participants.ts";
import { withWish } from "./persons-mode.ts";
import { type Picture, takePicture, verdict } from "./picture.ts";
import { meet, RESTRAINTS, rankOf } from "./restraints.ts";
import type { HfosState } from "./state.ts";

type Coordinated = EventData<"fleet.coordinated">;

/** A bar opens a cycle; one that is still open then is answered with what there is. */
export function onBars(state: HfosState, input: FleetEvent<"bars.closed">, settings: HfosSettings): Effect[] {
  const { data } = input;
  if (!data.opensCycle || data.closeAt <= state.wait.last) return [];
  const overdue = state.wait.open === null ? [] : answer(state, input);
  openCycle(state.wait, data.closeAt);
  state.stepMs = INTERVAL_MS[data.interval];
  addBars(state.market, data);
  forgetExpired(state, data.closeAt);
  const answered = answerIfComplete(state, input);
  return [...overdue, ...(answered.length > 0 ? answered : [waitWake(state.wait, settings.waitMs)])];
}

/** Part of the wait, or all of it, is over. */
export function onWake(state: HfosState, input: Woken, settings: HfosSettings): Effect[] {
  const left = partsLeft(state.wait, input);
  if (left === null) return [];
  return left > 0 ? [waitWake(state.wait, settings.waitMs, left - 1)] : answer(state, input);
}

/** Answers once nothing that is needed can still come. */
export function answerIfComplete(state: HfosState, input: Input): Effect[] {
  const { wait } = state;
  if (wait.open === null || awaitsAcknowledgement(state)) return [];
  return needed(state).every(({ word }) => wait.words[word]?.cycle === wait.open) ? answer(state, input) : [];
}

/** The order the desk is under now: the risk mode of rules and person, and who stands for it. */
export function orderOf({ held, wish }: Readonly<HfosState>, reasons: readonly string[] = []): Order {
  const riskMode = withWish(held.riskMode, wish);
  if (wish !== null && riskMode === wish.riskMode && riskMode !== held.riskMode) {
    const { by, reason, expiresAt } = wish;
    return { riskMode, by, reason, expiresAt };
  }
  return { riskMode, by: "ai_hfos", reason: reasons.length > 0 ? reasons.join("; ") : `${riskMode} by the rules`, expiresAt: null };
}

/** The one answer to the open cycle: directives first, so that whoever hears the answer has heard them. */
function answer(state: HfosState, input: Input): Effect[] {
  const cycle = state.wait.open as number;
  const picture = takePicture(state);
  const { asked, verdicts, conflicts, restraint } = judge(picture);
  holdMode(state.held, asked, cycle);
  const order = orderOf(
    state,
    verdicts.map(({ rule, reason }) => `${rule} ${reason}`),
  );
  const changed = tell(state, order, cycle);
  const told = tellUnacknowledged(state);
  const directives = orderDirective(state, input, order);
  const contradictions = [...conflicts, ...[daringPerson(state.wish, state.held) ?? []].flat()];
  state.counts.conflicts += contradictions.length;
  const data: Coordinated = {
    restraint: meet(RESTRAINTS[order.riskMode], restraint),
    since: state.told.since,
    verdicts: [...verdicts, ...held(state, asked, cycle), ...wished(picture, order)],
    conflicts: contradictions,
    overrides: state.overrides,
    directives: state.directive === null ? [] : [state.directive.directiveId],
    unacknowledged: unacknowledged(state).filter(() => (state.directive?.cycle ?? cycle) < cycle),
    missing: [...picture.missing],
  };
  closeCycle(state.wait);
  state.last = { cycle, ...data };
  return [...changed, ...told, ...directives, emit("fleet.coordinated", data, cycle)];
}

/** A person hears of every change towards care, and of the way back. In place. */
function tell(state: HfosState, { riskMode, reason }: Order, cycle: number): Effect[] {
  const before = state.told.riskMode;
  if (riskMode === before) return [];
  state.told = { riskMode, since: cycle };
  const severity = riskMode === "SAFE" ? "CRITICAL" : rankOf(riskMode) > rankOf(before) ? "WARNING" : "INFO";
  return [alert("RISK_MODE_CHANGED", `${before} -> ${riskMode}: ${reason}`, severity)];
}

/** What still holds the mode although nothing asks for it any more. */
function held({ held: { riskMode, calmSince } }: Readonly<HfosState>, asked: RiskMode, cycle: number): Verdict[] {
  if (rankOf(riskMode) <= rankOf(asked)) return [];
  const minutes = calmSince === null ? 0 : (cycle - calmSince) / 60_000;
  return [verdict("HF-08", false, { observed: minutes, limit: 60, reason: `${riskMode} until it was calm for an hour` })];
}

function wished({ wish }: Picture, { by, riskMode, reason }: Order): Verdict[] {
  return wish === null || by !== wish.by ? [] : [verdict("HF-09", false, { observed: riskMode, limit: null, reason: `${by}: ${reason}` })];
}

function forgetExpired(state: HfosState, at: number): void {
  if (state.wish !== null && state.wish.expiresAt <= at) state.wish = null;
  state.overrides = state.overrides.filter(({ expiresAt }) => expiresAt > at);
}
