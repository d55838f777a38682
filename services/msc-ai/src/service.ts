import type { ServiceDefinition } from "@quantum/service-kit/run";
import { createMscAiCore, judgementOf, type MscAiState, reasonOf } from "./core/index.ts";

/** Connects the core to its read endpoints. */
export function service(): ServiceDefinition<MscAiState> {
  return {
    core: createMscAiCore(),
    routes: (router, view) => {
      router.get("/state", (_request, response) => {
        const state = view.state();
        response.json({ ...momentOf(state), ...judgementOf(state), knownRatio: state.market.knownRatio });
      });
      router.get("/state/:symbol", (request, response) => {
        const state = view.state();
        const { symbol } = request.params;
        const regime = judgementOf(state).symbols.find((known) => known.symbol === symbol);
        if (regime) response.json({ ...momentOf(state), ...regime, reason: reasonOf(state, symbol) });
        else response.status(404).json({ error: `${symbol} was not in the newest cycle`, symbols: state.inCycle });
      });
    },
  };
}

function momentOf({ lastCycleAt, interval }: Readonly<MscAiState>) {
  return { at: lastCycleAt === 0 ? null : lastCycleAt, interval };
}
