import type { Effect, Woken } from "@quantum/types";
import type { Roster } from "./roster.ts";

/** Name of the wake-ups that bound a wait. */
const WAIT_OVER = "cycle wait";
/**
 * A wait passes in so many parts: a wake-up whose time came while the service was down arrives at once after the restart, before the
 * answers that wait on the stream.
 */
const PARTS = 4;

/** The one cycle a core has to answer, and what others said for it. Plain JSON: part of a core's state. `W`: name of a word -> the word. */
export interface CycleWait<W> {
  /** Close of the cycle that waits for its answer; null when none does. */
  open: number | null;
  /** Newest cycle that was opened. */
  last: number;
  words: { [K in keyof W]?: { cycle: number; word: W[K] } };
}

/** Nothing was opened or said. */
export function createCycleWait<W>(): CycleWait<W> {
  return { open: null, last: 0, words: {} };
}

/** Opens a cycle. False when it, or a newer one, was opened before. */
export function openCycle<W>(wait: CycleWait<W>, cycle: number): boolean {
  if (cycle <= wait.last) return false;
  wait.open = cycle;
  wait.last = cycle;
  return true;
}

/** Keeps what somebody said for the open cycle or one to come, also before it is opened. The first word for a cycle counts. */
export function hearWord<W, K extends keyof W>(
  wait: CycleWait<W>,
  name: K,
  said: { readonly cycle: number | undefined; readonly word: W[K] },
) {
  const { cycle, word } = said;
  if (cycle === undefined || cycle < (wait.open ?? wait.last + 1)) return;
  const held = wait.words[name];
  if (held === undefined || held.cycle < cycle) wait.words[name] = { cycle, word };
}

/** What was said for the open cycle; null when nothing was. */
export function wordOf<W, K extends keyof W>(wait: Readonly<CycleWait<W>>, name: K): W[K] | null {
  const held = wait.words[name];
  return held !== undefined && held.cycle === wait.open ? held.word : null;
}

/** The open cycle was answered: what was said for it is forgotten. */
export function closeCycle<W>(wait: CycleWait<W>): void {
  const closed = wait.open;
  wait.open = null;
  if (closed === null) return;
  for (const name of Object.keys(wait.words) as (keyof W)[]) if ((wait.words[name]?.cycle ?? 0) <= closed) delete wait.words[name];
}

/** Asks to be woken after one part of the wait for the open cycle. */
export function waitWake<W>({ open }: Readonly<CycleWait<W>>, waitMs: number, partsLeft = PARTS - 1): Effect {
  return { kind: "wake", name: WAIT_OVER, afterMs: Math.ceil(waitMs / PARTS), data: { cycle: open, partsLeft } };
}

/** What a wake-up means for the open cycle: parts of the wait that are left (0: it is over); null when it is about something else. */
export function partsLeft<W>({ open }: Readonly<CycleWait<W>>, { data }: Woken): number | null {
  if (data.name !== WAIT_OVER || open === null) return null;
  const about = data.data as { cycle: number; partsLeft: number };
  return about.cycle === open ? about.partsLeft : null;
}

/** True when a service of the core said goodbye or is off. One that was never heard of is taken to be there. */
export function isGone(roster: Readonly<Roster>, service: string): boolean {
  const entry = roster[service];
  return entry !== undefined && (!entry.present || entry.mode === "OFF");
}
