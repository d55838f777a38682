import type { Core, EventData, EventType, Input } from "@quantum/types";

/** The data of every event of this name that a core says to these inputs. Nothing is copied or checked on the way: for very many inputs. */
export function emittedBy<S, T extends EventType>(core: Core<S>, type: T, inputs: readonly Input[]): EventData<T>[] {
  const said: EventData<T>[] = [];
  let state = core.initial();
  for (const input of inputs) {
    const decision = core.decide(state, input);
    state = decision.state;
    for (const effect of decision.effects) if (effect.kind === "emit" && effect.type === type) said.push(effect.data as EventData<T>);
  }
  return said;
}
