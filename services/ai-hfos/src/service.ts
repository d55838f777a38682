import type { ServiceDefinition } from "@quantum/service-kit/run";
import { type AiHfosConfig, settingsFrom } from "./config.ts";
import { createAiHfosCore, type HfosState, rankOf, unacknowledged } from "./core/index.ts";
import { personRoutes } from "./person-routes.ts";

/** Connects the coordinator to its endpoints. */
export function service(config: AiHfosConfig): ServiceDefinition<HfosState> {
  return {
    core: createAiHfosCore(settingsFrom(config)),
    routes: (router, view) => {
      router.get("/state", (_request, response) => void response.json(summary(view.state())));
      router.get("/directives", (_request, response) => {
        const state = view.state();
        response.json({ inForce: state.directive, unacknowledged: unacknowledged(state), past: state.past.toReversed() });
      });
      personRoutes(router, view);
    },
    gauges: ({ told, counts, directive, overrides, last, ...state }) => [
      { name: "fleet_hfos_risk_mode_rank", help: "Risk mode: 0 AGGRESSIVE to 4 SAFE", value: rankOf(told.riskMode) },
      { name: "fleet_hfos_conflicts_total", help: "Contradictions between modules, cycle by cycle", value: counts.conflicts },
      { name: "fleet_hfos_directives_total", help: "Directives issued", value: counts.directives },
      { name: "fleet_hfos_refused_directives_total", help: "Directives of others that were refused", value: counts.refused },
      { name: "fleet_hfos_directives_active", help: "Directives in force", value: directive === null ? 0 : 1 },
      {
        name: "fleet_hfos_unacknowledged_receivers",
        help: "Receivers that did not acknowledge the directive in force",
        value: unacknowledged({ ...state, told, counts, directive, overrides, last }).length,
      },
      { name: "fleet_hfos_overrides_active", help: "Modules whose word a person set aside", value: overrides.length },
      { name: "fleet_hfos_missing_words", help: "Answers the last cycle went without", value: last === null ? null : last.missing.length },
    ],
  };
}

/** What the coordinator holds the desk to, why, and since when. */
function summary(state: Readonly<HfosState>) {
  const { told, held, wish, overrides, directive, market, wait, last, counts } = state;
  const watch = { market: market.figures, openCycle: wait.open, lastCycle: wait.last };
  return { riskMode: told.riskMode, since: told.since, held, wish, overrides, directive, ...watch, last, counts };
}
