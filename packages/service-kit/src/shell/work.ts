import type { Input } from "@quantum/types";
import type { Entry } from "../bus/index.ts";

/** An input of our own: an answer, a wake-up, or what a feed saw. */
export interface LocalWork {
  readonly input: Input;
  /** The call or wake-up in the outbox that this answers; null for feeds. */
  readonly outboxId: string | null;
  /** Called once everything it led to is saved. */
  readonly saved: () => void;
}

/** Something to process: an entry of a stream or an input of our own. */
export type Work = { readonly entry: Entry } | LocalWork;

export function isLocal(work: Work): work is LocalWork {
  return "input" in work;
}
