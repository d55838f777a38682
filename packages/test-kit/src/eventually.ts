import { setTimeout as pause } from "node:timers/promises";

const LOOK_EVERY_MS = 20;
/** Long past what anything takes on a quiet machine: on a busy one only what never comes may fail. */
const PATIENCE_MS = 20_000;

/**
 * Waits until `condition` gives a truthy value (and returns it). A condition that throws is not met yet; when time is up
 * the error says what it threw last.
 */
export async function eventually<T>(
  condition: () => T | Promise<T>,
  options: { readonly withinMs?: number; readonly what?: string } = {},
): Promise<NonNullable<T>> {
  const withinMs = options.withinMs ?? PATIENCE_MS;
  const deadline = Date.now() + withinMs;
  let last = "it was never true";
  for (;;) {
    try {
      const value = await condition();
      if (value) return value;
      last = `its last value was ${JSON.stringify(value)}`;
    } catch (error) {
      last = `it last failed with: ${(error as Error).message}`;
    }
    if (Date.now() >= deadline) throw new Error(`${options.what ?? "the condition"} did not come true within ${withinMs} ms; ${last}`);
    await pause(LOOK_EVERY_MS);
  }
}
