import type { CallAnswered, EventData, EventType, FeedObserved, FleetEvent, Mode, Woken } from "@quantum/types";

/** What a test may say about the envelope; the rest is filled in with fixed values. */
export interface About {
  readonly id?: string;
  readonly at?: number;
  readonly source?: string;
  readonly mode?: Mode;
  readonly cause?: string | null;
  readonly cycle?: number;
  readonly v?: number;
}

/** 2023-07-13 00:05 UTC, when nothing else is said. */
export const TEST_TIME = Date.UTC(2023, 6, 13, 0, 5);

function envelope<T extends string>(type: T, about: About) {
  return {
    id: about.id ?? `test-${type}-${about.cycle ?? about.at ?? TEST_TIME}`,
    type,
    v: about.v ?? 1,
    at: about.at ?? about.cycle ?? TEST_TIME,
    source: about.source ?? "test",
    mode: about.mode ?? "ENFORCED",
    cause: about.cause ?? null,
    ...(about.cycle === undefined ? {} : { cycle: about.cycle }),
  };
}

/** An event as it arrives from a stream. */
export function event<T extends EventType>(type: T, data: EventData<T>, about: About = {}): FleetEvent<T> {
  return { ...envelope(type, about), data } as unknown as FleetEvent<T>;
}

/** The answer to a call. */
export function answered(call: { callId: string; name: string; request?: unknown }, answer: unknown, about: About = {}): CallAnswered {
  return { ...envelope("call.answered", about), data: { request: null, ...call, ok: true, answer } };
}

/** A call without a result. `definitive`: it surely was not done. */
export function failed(
  call: { callId: string; name: string; request?: unknown },
  error: { definitive: boolean; code: string; message?: string },
  about: About = {},
): CallAnswered {
  return { ...envelope("call.answered", about), data: { request: null, ...call, ok: false, error: { message: error.code, ...error } } };
}

/** A wake-up the core asked for. */
export function woken(name: string, data: unknown = null, about: About = {}): Woken {
  return { ...envelope("wake", about), data: { name, data } };
}

/** Something a feed of the outside saw. */
export function observed(name: string, data: unknown, about: About = {}): FeedObserved {
  return { ...envelope("feed", about), data: { name, data } };
}
