import { isEnforced, type Roster } from "@quantum/roster";
import type { EventData, FleetEvent, Mode } from "@quantum/types";
import { setAside } from "./set-aside.ts";
import { WORD_OF, type Words } from "./words.ts";

/**
 * Who answers a trading cycle, and with which event. Those of the core must always answer; a module must while the roster has it as
 * ENFORCED. A cycle waits for the answers of stage DECIDING before it decides, for those of stage REVIEWING after its proposals.
 */
export const PARTICIPANTS = [
  { service: "ai_engine", answer: "signals.generated", core: true, stage: "DECIDING" },
  { service: "portfolio_intelligence", answer: "portfolio.valued", core: true, stage: "DECIDING" },
  { service: "msc_ai", answer: "regime.classified", core: false, stage: "DECIDING" },
  { service: "universe_os", answer: "universe.updated", core: false, stage: "DECIDING" },
  { service: "opportunity_ranker", answer: "opportunities.ranked", core: false, stage: "DECIDING" },
  { service: "orchestrator_policy", answer: "policy.set", core: false, stage: "DECIDING" },
  { service: "pil", answer: "positions.classified", core: false, stage: "DECIDING" },
  { service: "trading_mathematician", answer: "sizes.advised", core: false, stage: "DECIDING" },
  { service: "pal", answer: "amplification.advised", core: false, stage: "DECIDING" },
  { service: "ai_hfos", answer: "fleet.coordinated", core: false, stage: "DECIDING" },
  { service: "ess", answer: "emergency.judged", core: false, stage: "DECIDING" },
  { service: "pba", answer: "trades.reviewed", core: false, stage: "REVIEWING" },
] as const;

export type Participant = (typeof PARTICIPANTS)[number];
export type AnswerType = Participant["answer"];
/** What an answer is waited for: to decide, or to review what was decided. */
export type Stage = Participant["stage"];

/** One participant's answer, cut down to what is used of it, and the mode it was in. */
export interface Answer<T extends AnswerType> {
  mode: Mode;
  data: Words[T];
}
/** The answers to one cycle so far, by event name. */
export type Answers = { [T in AnswerType]?: Answer<T> };

/** Every event that is an answer to a cycle. */
export const ANSWERS: readonly AnswerType[] = PARTICIPANTS.map(({ answer }) => answer);

/** The participant that gives this answer. */
export function participantOf(answer: AnswerType): Participant {
  return PARTICIPANTS.find((one) => one.answer === answer) as Participant;
}

/** Keeps an answer. The first one counts: a participant answers a cycle once. */
export function keepAnswer<T extends AnswerType>(answers: { [K in T]?: Answer<K> }, input: FleetEvent<T>): void {
  const type = input.type as T;
  if (Object.hasOwn(answers, type)) return;
  const word = WORD_OF[type] as (data: EventData<T>) => Words[T];
  answers[type] = { mode: input.mode, data: word(input.data as EventData<T>) } as Answer<T>;
}

/** The services a stage waits for: they must answer and have not. Whose word is set aside in this cycle is not waited for. */
export function missingOf(answers: Answers, roster: Readonly<Roster>, stage: Stage): string[] {
  const aside = setAside(answers, roster);
  return PARTICIPANTS.filter(
    (one) => one.stage === stage && answers[one.answer] === undefined && mustAnswer(one, roster) && !aside.has(one.service),
  ).map(({ service }) => service);
}

/** Whether a cycle waits for this participant now. */
export function mustAnswer({ core, service }: Participant, roster: Readonly<Roster>): boolean {
  return core || isEnforced(roster, service);
}

/** Whether proposals are reviewed before they become orders. */
export function isReviewed(answers: Answers, roster: Readonly<Roster>): boolean {
  return missingOf(answers, roster, "REVIEWING").length > 0;
}
