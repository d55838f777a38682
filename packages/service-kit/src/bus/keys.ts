import type { Stream } from "@quantum/types";

/** Names of everything the fleet keeps in Redis. */
export interface BusKeys {
  /** Last number of the global sequence. */
  readonly sequence: string;
  /** Hash service -> health JSON, written once a second. */
  readonly fleet: string;
  readonly deadLetters: string;
  stream(name: Stream): string;
  /** Who may write for this service: hash {token, instance}, expires. */
  lease(service: string): string;
  /** Hash: `core` the core's state, `version` the version of that, `mode` its mode, `commits` how many commits there were. */
  state(service: string): string;
  /** Hash callId -> call or wake that was decided and not answered yet. */
  outbox(service: string): string;
  /** List of rows on their way to Postgres. */
  rows(service: string): string;
}

export function busKeys(prefix: string): BusKeys {
  return {
    sequence: `${prefix}:sequence`,
    fleet: `${prefix}:fleet`,
    deadLetters: `${prefix}:dead-letters`,
    stream: (name) => `${prefix}:stream:${name}`,
    lease: (service) => `${prefix}:lease:${service}`,
    state: (service) => `${prefix}:state:${service}`,
    outbox: (service) => `${prefix}:outbox:${service}`,
    rows: (service) => `${prefix}:rows:${service}`,
  };
}
