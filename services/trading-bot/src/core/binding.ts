import type { Roster } from "@quantum/roster";
import { binds, type Mode } from "@quantum/types";
import { type Answers, type AnswerType, participantOf } from "./participants.ts";
import { setAside } from "./set-aside.ts";
import type { Words } from "./words.ts";

/** TB-13: only the word of a service whose mode binds counts (the mode of the event's envelope); any other is recorded only. */
export function counts(mode: Mode): boolean {
  return binds(mode);
}

/**
 * Whether what was said in this mode counts still. A module that has left since, or does not bind any more, is bypassed at once; one the
 * roster never heard of is believed.
 */
export function countsStill(answer: AnswerType, mode: Mode, roster: Readonly<Roster>): boolean {
  const { service, core } = participantOf(answer);
  const entry = roster[service];
  return counts(mode) && (core || entry === undefined || (entry.present && counts(entry.mode)));
}

/** What was said, when it was said at all, counts, and is not set aside; else null. */
export function bindingWord<T extends AnswerType>(answers: Answers, type: T, roster: Readonly<Roster>): Words[T] | null {
  const answer = answers[type];
  if (!answer || !countsStill(type, answer.mode, roster)) return null;
  return setAside(answers, roster).has(participantOf(type).service) ? null : (answer.data as Words[T]);
}
