import { deepStrictEqual } from "node:assert/strict";
import type { Core, Effect, EventData, EventType, Input } from "@quantum/types";

/** Given a core in some state, when inputs arrive, then these effects follow. */
export function given<S>(core: Core<S>): Given<S> {
  return new Given(core, core.initial());
}

/** A core and the state it is in. */
export class Given<S> {
  readonly #core: Core<S>;
  readonly #state: S;

  constructor(core: Core<S>, state: S) {
    this.#core = core;
    this.#state = plain(state);
  }

  /** In this state; a function gets the state so far and returns the one wanted. */
  state(state: S | ((before: S) => S)): Given<S> {
    return new Given(this.#core, typeof state === "function" ? (state as (before: S) => S)(plain(this.#state)) : state);
  }

  /** After these inputs, whose effects do not matter. */
  after(...inputs: readonly Input[]): Given<S> {
    return new Given(this.#core, decideAll(this.#core, plain(this.#state), inputs).state);
  }

  when(...inputs: readonly Input[]): Outcome<S> {
    const { state, effects } = decideAll(this.#core, plain(this.#state), inputs);
    return new Outcome(state, effects);
  }
}

/** What a core decided. */
export class Outcome<S> {
  readonly state: S;
  readonly effects: readonly Effect[];

  constructor(state: S, effects: readonly Effect[]) {
    // A state that is not plain JSON would not survive a restart, so every test also proves that it is.
    deepStrictEqual(plain(state), state, "the state must be plain JSON: no Map, Date, NaN, Infinity, undefined or class instance");
    this.state = state;
    this.effects = effects;
  }

  /** Exactly these effects, in this order. */
  // biome-ignore lint/suspicious/noThenProperty: given, when, then; cores are synchronous, so nobody awaits an outcome
  then(effects: readonly Effect[]): Outcome<S> {
    deepStrictEqual(this.effects, effects);
    return this;
  }

  /** The data of every event of this name that was emitted. */
  emitted<T extends EventType>(type: T): EventData<T>[] {
    return this.effects.flatMap((effect) => (effect.kind === "emit" && effect.type === type ? [effect.data as EventData<T>] : []));
  }

  /** Rows for one table. */
  stored(table: string): Readonly<Record<string, unknown>>[] {
    return this.effects.flatMap((effect) => (effect.kind === "store" && effect.table === table ? [effect.row] : []));
  }

  /** Calls of one name. */
  called(name: string): { callId: string; request: unknown }[] {
    return this.effects.flatMap((effect) =>
      effect.kind === "call" && effect.name === name ? [{ callId: effect.callId, request: effect.request }] : [],
    );
  }
}

function decideAll<S>(core: Core<S>, start: S, inputs: readonly Input[]): { state: S; effects: Effect[] } {
  let state = start;
  const effects: Effect[] = [];
  for (const input of inputs) {
    // Through JSON, as on the bus: a core that keeps a reference to its input would see it change.
    const decision = core.decide(state, plain(input));
    state = decision.state;
    effects.push(...decision.effects);
  }
  return { state, effects };
}

function plain<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}
