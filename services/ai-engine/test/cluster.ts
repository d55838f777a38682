import { event } from "@quantum/test-kit";
import type { Core, Effect, EventData, EventType, FleetEvent, Input } from "@quantum/types";
import { CATALOGUE } from "@quantum/types";
import { type AiEngineSettings, type AiEngineState, createAiEngineCore, workerName } from "../src/core/index.ts";

/** The hello of a worker. */
export function hello(partition: number, mode: "ENFORCED" | "OFF" = "ENFORCED"): FleetEvent<"service.started"> {
  return event("service.started", { service: workerName(partition), version: "1", mode, recovered: 0 });
}

/** The goodbye of a worker. */
export function goodbye(partition: number): FleetEvent<"service.stopped"> {
  return event("service.stopped", { service: workerName(partition), reason: "SIGTERM" });
}

/** What effects say in one kind of event, with its cycle. */
export function saidIn<T extends EventType>(effects: readonly Effect[], type: T): { data: EventData<T>; cycle: number | undefined }[] {
  return effects.flatMap((effect) =>
    effect.kind === "emit" && effect.type === type ? [{ data: effect.data as EventData<T>, cycle: effect.cycle }] : [],
  );
}

/** An event as the bus delivers it: through JSON and the schema of the catalogue. */
export function delivered<T extends EventType>(
  type: T,
  said: { data: EventData<T>; cycle?: number | undefined; source: string },
): FleetEvent<T> {
  const data = CATALOGUE.get(type)?.data.parse(JSON.parse(JSON.stringify(said.data))) as EventData<T>;
  return event(type, data, { source: said.source, ...(said.cycle === undefined ? {} : { cycle: said.cycle }) });
}

interface Member {
  readonly core: Core<AiEngineState>;
  state: AiEngineState;
}

/** A lead and its workers, joined by what the bus would carry between them. */
export class Cluster {
  readonly #members: Member[];

  constructor(partitions: number, settings: AiEngineSettings = {}) {
    this.#members = Array.from({ length: partitions }, (_, partition) => {
      const core = createAiEngineCore({ ...settings, partitions, partition });
      return { core, state: core.initial() };
    });
    for (let partition = 1; partition < partitions; partition++) this.hear(hello(partition));
  }

  /** Hands an input to everybody who reads it, and on to the lead what the workers say to it. Returns what the lead says in all. */
  hear(input: Input): Effect[] {
    const [, ...workers] = this.#members;
    const effects = this.#decide(0, input);
    for (const [i] of workers.entries())
      for (const { data, cycle } of saidIn(this.#decide(i + 1, input), "signals.computed"))
        effects.push(...this.#decide(0, delivered("signals.computed", { data, cycle, source: workerName(i + 1) })));
    return effects;
  }

  /** Ends a member's process and starts it again from what it saved. */
  restart(partition: number): void {
    const member = this.#members[partition];
    if (member) member.state = JSON.parse(JSON.stringify(member.state)) as AiEngineState;
  }

  stateOf(partition: number): AiEngineState {
    return this.#members[partition]?.state as AiEngineState;
  }

  #decide(partition: number, input: Input): Effect[] {
    const member = this.#members[partition] as Member;
    if (!member.core.consumes.includes(input.type as never) && input.type !== "wake") return [];
    const decision = member.core.decide(member.state, JSON.parse(JSON.stringify(input)) as Input);
    member.state = decision.state;
    return [...decision.effects];
  }
}
