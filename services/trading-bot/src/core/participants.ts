import type { EventData, FleetEvent, Mode } from "@quantum/types";
import { counts } from "./binding.ts";

/** Who must answer a trading cycle, and with which event. The cycle waits for all of them or for its deadline. */
export const PARTICIPANTS = [
  { service: "ai_engine", answer: "signals.generated" },
  { service: "portfolio_intelligence", answer: "portfolio.valued" },
] as const;

export type AnswerType = (typeof PARTICIPANTS)[number]["answer"];
/** One participant's answer and the mode it was in. */
export interface Answer<T extends AnswerType> {
  mode: Mode;
  data: EventData<T>;
}
/** The answers to one cycle so far, by event name. */
export type Answers = { [T in AnswerType]?: Answer<T> };

/** Who answered, in which mode, and whether its word counts; null: it did not answer. */
export interface Said {
  service: string;
  answer: AnswerType;
  mode: Mode | null;
  binding: boolean;
}

/** Keeps an answer. The first one counts: a participant answers a cycle once. */
export function keepAnswer<T extends AnswerType>(answers: { [K in T]?: Answer<K> }, input: FleetEvent<T>): void {
  const type = input.type as T;
  if (Object.hasOwn(answers, type)) return;
  answers[type] = { mode: input.mode, data: input.data as EventData<T> } as Answer<T>;
}

/** The participants that have not answered. */
export function missingOf(answers: Answers): string[] {
  return PARTICIPANTS.filter(({ answer }) => answers[answer] === undefined).map(({ service }) => service);
}

/** Who said something, for the record. */
export function saidOf(answers: Answers): Said[] {
  return PARTICIPANTS.map(({ service, answer }) => {
    const mode = answers[answer]?.mode ?? null;
    return { service, answer, mode, binding: mode !== null && counts(mode) };
  });
}
