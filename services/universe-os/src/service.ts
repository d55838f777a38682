import { ConfigError } from "@quantum/service-kit/config";
import type { ServiceDefinition } from "@quantum/service-kit/run";
import { settingsOf, type UniverseConfig } from "./config.ts";
import { createUniverseOsCore, showSymbol, type UniverseState } from "./core/index.ts";

/** Connects the core to its read endpoints. */
export function service(config: UniverseConfig): ServiceDefinition<UniverseState> {
  if (config.UNIVERSE_LEAVE_SCORE > config.UNIVERSE_ENTER_SCORE)
    throw new ConfigError([
      `UNIVERSE_LEAVE_SCORE: ${config.UNIVERSE_LEAVE_SCORE} is above UNIVERSE_ENTER_SCORE (${config.UNIVERSE_ENTER_SCORE}); members would leave as they enter`,
    ]);
  const settings = settingsOf(config);
  return {
    core: createUniverseOsCore(settings),
    routes: (router, view) => {
      router.get("/universe", (_request, response) => void response.json(universeOf(view.state())));
      router.get("/universe/:symbol", (request, response) => {
        const symbol = request.params.symbol.toUpperCase();
        const shown = showSymbol(view.state(), symbol, settings);
        if (shown) response.json(shown);
        else
          response
            .status(404)
            .json({ error: "UNKNOWN_SYMBOL", message: `${symbol} was never listed or traded here.`, action: "GET /universe names all." });
      });
    },
    gauges: (state) => [
      { name: "fleet_universe_active_symbols", help: "Symbols that may be traded", value: countOf(state, "ACTIVE") },
      { name: "fleet_universe_reduce_only_symbols", help: "Symbols that may only be closed", value: countOf(state, "REDUCE_ONLY") },
      { name: "fleet_universe_known_symbols", help: "Symbols ever seen", value: Object.keys(state.symbols).length },
    ],
  };
}

function countOf({ universe }: Readonly<UniverseState>, status: "ACTIVE" | "REDUCE_ONLY"): number {
  return universe?.members.filter((member) => member.status === status).length ?? 0;
}

function universeOf(state: Readonly<UniverseState>) {
  const { universe, lastCloseAt, directives } = state;
  const at = lastCloseAt === 0 ? null : lastCloseAt;
  const known = Object.keys(state.symbols).sort();
  return {
    at,
    refreshedAt: universe?.refreshedAt ?? null,
    members: universe?.members ?? [],
    reasons: universe?.reasons ?? [],
    known,
    coreSymbolsOnly: state.coreOnly,
    directives,
  };
}
