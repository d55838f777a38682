import { binds, type Mode } from "@quantum/types";

/** TB-13: only the word of a service whose mode binds counts (the mode of the event's envelope); any other is recorded only. */
export function counts(mode: Mode): boolean {
  return binds(mode);
}

/** What was said, when it was said at all and counts; else null. */
export function bindingWord<T>(answer: { mode: Mode; data: T } | undefined): T | null {
  return answer && counts(answer.mode) ? answer.data : null;
}
