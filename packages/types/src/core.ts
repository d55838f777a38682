import type { EventData, EventType, FleetEvent } from "./catalogue.ts";
import type { Envelope } from "./event.ts";

/** An event for others, on the stream its definition names. `cycle` defaults to the cycle of the causing event. */
export interface EmitEffect<T extends EventType = EventType> {
  readonly kind: "emit";
  readonly type: T;
  readonly data: EventData<T>;
  readonly cycle?: number;
}

/** A row for Postgres. Written at least once and stored exactly once: `key` is the primary key. */
export interface StoreEffect {
  readonly kind: "store";
  readonly table: string;
  readonly key: string;
  readonly row: Readonly<Record<string, unknown>>;
}

/**
 * Something only the outside can answer (the exchange, a training job). It is in the books before it is done, and its
 * answer comes back as a `call.answered` input with the same `callId`; after a crash it is asked again with
 * `recovered: true`, so a handler must first find out whether it was already done.
 */
export interface CallEffect {
  readonly kind: "call";
  readonly callId: string;
  readonly name: string;
  readonly request: unknown;
}

/** Asks for a `wake` input after `afterMs` of real time; how replay and live bound a wait without a clock in the core. */
export interface WakeEffect {
  readonly kind: "wake";
  readonly name: string;
  readonly afterMs: number;
  readonly data: unknown;
}

export type Effect = { [T in EventType]: EmitEffect<T> }[EventType] | StoreEffect | CallEffect | WakeEffect;

/** Inputs that do not travel on a stream: the answer to a call, a wake-up, and what a feed of the outside saw. */
export type CallAnswered = Envelope & {
  type: "call.answered";
  data:
    | { callId: string; name: string; request: unknown; ok: true; answer: unknown }
    | { callId: string; name: string; request: unknown; ok: false; error: CallError };
};
export type Woken = Envelope & { type: "wake"; data: { name: string; data: unknown } };
export type FeedObserved = Envelope & { type: "feed"; data: { name: string; data: unknown } };
export type LocalInput = CallAnswered | Woken | FeedObserved;

/** Why a call had no result. `definitive` true: it surely was not done. False: its fate is unknown. */
export interface CallError {
  readonly definitive: boolean;
  readonly code: string;
  readonly message: string;
}

/** Anything a core may be handed. */
export type Input = FleetEvent | LocalInput;

export interface Decision<S> {
  readonly state: S;
  readonly effects: readonly Effect[];
}

/**
 * A decision core: a function of its state and one input. No clock, no randomness, no I/O; time is `input.at`, ids
 * derive from the causing input. The driver hands the state over and takes the returned one back, so a core may update
 * its own state in place; it must stay plain JSON, because that is how it survives a restart.
 */
export interface Core<S> {
  /** The service's name, e.g. "trading_bot". */
  readonly name: string;
  readonly consumes: readonly EventType[];
  readonly emits: readonly EventType[];
  /**
   * The state of the first start. A field may be added to it at any time: a state saved without it gets it as it is here, in the outermost object
   * and in objects that have fields here (`restoredState`). Any other change of what is saved needs an upgrade: a field renamed or with another
   * meaning, a new field in the entries of a record or list. An object whose fields depend on its kind begins as null.
   */
  initial(): S;
  /**
   * The n-th makes a state of version n one of version n + 1; none is ever changed or removed. A state of a newer version than this program
   * knows is refused, so going back behind an upgrade needs a backup from before it.
   */
  readonly upgrades?: readonly ((saved: unknown) => unknown)[];
  decide(state: S, input: Input): Decision<S>;
}

/** Makes an emit effect with its data checked by the compiler. */
export function emit<T extends EventType>(type: T, data: EventData<T>, cycle?: number): Effect {
  return (cycle === undefined ? { kind: "emit", type, data } : { kind: "emit", type, data, cycle }) as Effect;
}
