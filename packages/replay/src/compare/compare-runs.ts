import { fillFacts, fingerprint, inOrder, orderFacts } from "@quantum/report";
import type { LoggedEvent } from "../record/event-log.ts";
import { comparableText, differingFields, isCompared, withoutNumbers } from "./comparable.ts";
import type { RecordedRun } from "./read-run.ts";

/** An event that only one run has, and what led to it there, oldest first. */
export interface LoneEvent {
  readonly event: LoggedEvent;
  readonly ledBy: readonly LoggedEvent[];
}

/** Where two runs part. */
export interface RunComparison {
  readonly same: boolean;
  readonly fingerprints: readonly [string, string];
  /** The first moment at which an event of one run has no match in the other. `fields`: where two events of the same kind differ. */
  readonly event: {
    readonly at: number;
    readonly one: LoneEvent | null;
    readonly other: LoneEvent | null;
    readonly fields: readonly { path: string; one: string; other: string }[];
  } | null;
  /** The first order, and the first fill, in which the two differ; null on the side that has no more. */
  readonly order: readonly [unknown, unknown] | null;
  readonly fill: readonly [unknown, unknown] | null;
}

/** How many events are shown of what led to a difference. */
const SHOWN_BEFORE = 8;

/** Compares what happened in two runs: events by market time whatever order they arrived in, then orders and fills. */
export function compareRuns(one: RecordedRun, other: RecordedRun): RunComparison {
  const fingerprints = [fingerprint(one.orders, one.fills), fingerprint(other.orders, other.fills)] as const;
  const event = firstEvent(one, other);
  const order = firstRow([...one.orders].sort(inOrder).map(orderFacts), [...other.orders].sort(inOrder).map(orderFacts));
  const fill = firstRow([...one.fills].sort(inOrder).map(fillFacts), [...other.fills].sort(inOrder).map(fillFacts));
  return { same: event === null && order === null && fill === null, fingerprints, event, order, fill };
}

function firstRow(one: readonly unknown[], other: readonly unknown[]): [unknown, unknown] | null {
  for (let i = 0; i < Math.max(one.length, other.length); i++) {
    if (JSON.stringify(one[i]) !== JSON.stringify(other[i])) return [one[i] ?? null, other[i] ?? null];
  }
  return null;
}

function firstEvent(one: RecordedRun, other: RecordedRun): RunComparison["event"] {
  const brief = new Set([...one.events, ...other.events].filter(({ digest }) => digest !== undefined).map(({ type }) => type));
  const [mine, theirs] = [byTime(one), byTime(other)];
  const moments = [...new Set([...mine.keys(), ...theirs.keys()])].sort((a, b) => a - b);
  for (const at of moments) {
    const [here, there] = [mine.get(at) ?? [], theirs.get(at) ?? []];
    const [onlyHere, onlyThere] = [without(here, there, brief), without(there, here, brief)];
    if (onlyHere.length + onlyThere.length > 0) return parting(at, { one, other, onlyHere, onlyThere });
  }
  return null;
}

function byTime({ events }: RecordedRun): Map<number, LoggedEvent[]> {
  const groups = new Map<number, LoggedEvent[]>();
  for (const event of events) {
    if (!isCompared(event)) continue;
    const group = groups.get(event.at);
    if (group) group.push(event);
    else groups.set(event.at, [event]);
  }
  return groups;
}

/** The events of `mine` without a match in `theirs`, in order. */
function without(mine: readonly LoggedEvent[], theirs: readonly LoggedEvent[], brief: ReadonlySet<string>): LoggedEvent[] {
  const text = (event: LoggedEvent) => comparableText(event, brief.has(event.type));
  const left = new Map<string, number>();
  for (const event of theirs) left.set(text(event), (left.get(text(event)) ?? 0) + 1);
  return mine.filter((event) => {
    const matches = left.get(text(event)) ?? 0;
    if (matches > 0) left.set(text(event), matches - 1);
    return matches === 0;
  });
}

function parting(
  at: number,
  found: { one: RecordedRun; other: RecordedRun; onlyHere: readonly LoggedEvent[]; onlyThere: readonly LoggedEvent[] },
): NonNullable<RunComparison["event"]> {
  const { one, other, onlyHere, onlyThere } = found;
  const mine = onlyHere[0] ?? null;
  const theirs = (mine && onlyThere.find(({ source, type }) => source === mine.source && type === mine.type)) ?? onlyThere[0] ?? null;
  const sameKind = mine?.type === theirs?.type && mine?.data !== undefined && theirs?.data !== undefined;
  const fields = sameKind ? differingFields(withoutNumbers(mine?.data), withoutNumbers(theirs?.data)) : [];
  return {
    at,
    one: mine && { event: mine, ledBy: ledBy(one, mine) },
    other: theirs && { event: theirs, ledBy: ledBy(other, theirs) },
    fields,
  };
}

/** The chain of causes as far as it is events, and what was said before about the same order or trade. */
function ledBy({ events }: RecordedRun, event: LoggedEvent): LoggedEvent[] {
  const before = events.slice(0, events.indexOf(event));
  const byId = new Map(before.map((each) => [each.id, each]));
  const chain = new Set<LoggedEvent>();
  for (let cause = byId.get(event.cause ?? ""); cause; cause = byId.get(cause.cause ?? "")) chain.add(cause);
  const about = subjectsOf(event);
  const related = before.filter((each) => chain.has(each) || subjectsOf(each).some((subject) => about.includes(subject)));
  return related.slice(-SHOWN_BEFORE);
}

/** Ids of the trade, intent and order an event is about. */
function subjectsOf({ data }: LoggedEvent): string[] {
  const { tradeId, intentId, clientOrderId, intent } = (data ?? {}) as Record<string, unknown>;
  const inner = (intent ?? {}) as Record<string, unknown>;
  return [tradeId, intentId, clientOrderId, inner.tradeId, inner.intentId].filter((id) => typeof id === "string" && id !== "") as string[];
}
