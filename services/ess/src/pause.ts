import { setTimeout as wait } from "node:timers/promises";

/** Waits, or returns early when the signal aborts. */
export function pause(waitMs: number, signal: AbortSignal): Promise<void> {
  return wait(waitMs, undefined, { signal }).catch(cutShort);
}

/** The process ends; whoever waited looks at the signal. */
function cutShort(): void {}
