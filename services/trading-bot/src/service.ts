import type { ServiceDefinition } from "@quantum/service-kit/run";
import { settingsOf, type TradingBotConfig } from "./config.ts";
import { createTradingBotCore, failureEffects, type TradingBotState } from "./core/index.ts";
import { explain } from "./explain.ts";

/** Connects the trading cycle to its read endpoints. */
export function service(config: TradingBotConfig): ServiceDefinition<TradingBotState> {
  return {
    core: createTradingBotCore(settingsOf(config)),
    failure: failureEffects,
    gauges: ({ trades, intents, silent, roster }) => [
      ...Object.entries(roster).map(([service, { present }]) => ({
        name: "fleet_on_roster",
        help: "1 from a service's hello until its goodbye; a crash is no goodbye",
        value: present ? 1 : 0,
        labels: { service },
      })),
      { name: "fleet_open_trades", help: "Trades that are open", value: Object.keys(trades).length },
      { name: "fleet_open_intents", help: "Orders asked for and without an end", value: Object.keys(intents).length },
      { name: "fleet_silent_modules", help: "Services whose answer the newest trading cycle ended without", value: silent.length },
    ],
    routes: (router, view) => {
      router.get("/cycle", (_request, response) => {
        const { trading, watch, last, lastBarAt, mode, killLatch } = view.state();
        response.json({ mode, killLatch, lastBarAt, current: trading, watch, last });
      });
      router.get("/trades", (_request, response) => {
        const { trades, intents } = view.state();
        response.json({ trades: Object.values(trades), intents: Object.values(intents) });
      });
      router.get("/explain/:intentId", async (request, response) => {
        const { intentId } = request.params;
        const story = await explain(view.database(), intentId);
        if (story) response.json(story);
        else response.status(404).json({ error: "UNKNOWN_INTENT", message: `nothing is on record about intent "${intentId}"` });
      });
    },
  };
}
