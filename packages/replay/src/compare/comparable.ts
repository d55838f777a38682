import { digestOf, type LoggedEvent } from "../record/event-log.ts";

/** What the exchange numbers in the order in which it hears of things, and what says which program ran: not part of what happened. */
const NOT_COMPARED = new Set(["exchangeOrderId", "exchangeTradeId", "transactionId", "version"]);
/** Said by a shell about itself, not by a core about the market. */
const OF_THE_SHELL = new Set(["service.started", "service.stopped"]);

/** How a service shares its work among instances: what it says for all of them is compared. */
const OF_THE_PARTS = new Set(["signals.computed"]);

/** True for events of which both runs must have the same. */
export function isCompared({ type }: LoggedEvent): boolean {
  return !OF_THE_SHELL.has(type) && !OF_THE_PARTS.has(type);
}

/** What of an event must be the same in both runs, as text. Where one log holds a digest only, digests are compared. */
export function comparableText(event: LoggedEvent, asDigest: boolean): string {
  const { source, type, at, cycle, mode } = event;
  const data = asDigest ? (event.digest ?? digestOf(event.data)) : withoutNumbers(event.data);
  return JSON.stringify([at, source, type, cycle ?? null, mode, data]);
}

/** A value without what the exchange numbers. */
export function withoutNumbers(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNumbers);
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(([name]) => !NOT_COMPARED.has(name));
  return Object.fromEntries(kept.map(([name, inner]) => [name, withoutNumbers(inner)]));
}

/** Paths at which two values differ, with both values as text. */
export function differingFields(one: unknown, other: unknown, path = ""): { path: string; one: string; other: string }[] {
  if (JSON.stringify(one) === JSON.stringify(other)) return [];
  const inside = typeof one === "object" && one !== null && typeof other === "object" && other !== null;
  if (!inside) return [{ path, one: textOf(one), other: textOf(other) }];
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return names.flatMap((name) =>
    differingFields(
      (one as Record<string, unknown>)[name],
      (other as Record<string, unknown>)[name],
      path === "" ? name : `${path}.${name}`,
    ),
  );
}

function textOf(value: unknown): string {
  return value === undefined ? "nothing" : JSON.stringify(value);
}
