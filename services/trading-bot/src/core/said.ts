import type { Roster } from "@quantum/roster";
import type { EventData, FleetEvent, Mode } from "@quantum/types";
import { bindingWord } from "./binding.ts";
import { type Answers, type AnswerType, mustAnswer, PARTICIPANTS, type Participant, participantOf } from "./participants.ts";
import { WORD_OF, type Words } from "./words.ts";

/** Who said what in a cycle, in which mode, and whether it counted; mode null: it had to answer and did not. */
export interface Said {
  service: string;
  answer: AnswerType;
  mode: Mode | null;
  binding: boolean;
  /** True when it came after the decision. */
  late?: boolean;
  /** What a module said. */
  word?: unknown;
}

/** Who said something, for the record. A module that need not answer stands here only when it did. */
export function saidOf(answers: Answers, roster: Readonly<Roster>): Said[] {
  return PARTICIPANTS.flatMap((one): Said[] => {
    const { service, answer } = one;
    const given = answers[answer];
    if (!given) return mustAnswer(one, roster) ? [{ service, answer, mode: null, binding: false }] : [];
    return [{ service, answer, mode: given.mode, binding: bindingWord(answers, answer, roster) !== null, ...wordOf(one, given.data) }];
  });
}

/** Adds what was said after the decision, in the place it would have had; false when it was known. */
export function noteLate<T extends AnswerType>(said: Said[], input: FleetEvent<T>): boolean {
  const one = participantOf(input.type as T);
  const known = said.findIndex(({ service }) => service === one.service);
  if (known !== -1 && said[known]?.mode !== null) return false;
  const cut = WORD_OF[input.type as T] as (data: EventData<T>) => Words[T];
  const entry: Said = {
    service: one.service,
    answer: one.answer,
    mode: input.mode,
    binding: false,
    late: true,
    ...wordOf(one, cut(input.data as EventData<T>)),
  };
  if (known !== -1) said.splice(known, 1, entry);
  else said.push(entry);
  said.sort((a, b) => placeOf(a) - placeOf(b));
  return true;
}

/** Signals and the portfolio stand in books of their own; of a ranking only the places that may be traded are told. */
function wordOf({ core }: Participant, data: Words[AnswerType]): { word?: unknown } {
  if (core) return {};
  return { word: "places" in data ? { limit: data.limit, places: data.places.filter(({ rank }) => rank <= data.limit) } : data };
}

function placeOf({ service }: Said): number {
  return PARTICIPANTS.findIndex((one) => one.service === service);
}
