import { BinanceGateway, STREAM_URLS } from "@quantum/exchange/ccxt";
import { ConfigError } from "@quantum/service-kit/config";
import type { BaseConfig, OwnGauge, ServiceDefinition } from "@quantum/service-kit/run";
import { exchangeCalls } from "./calls.ts";
import { type Config, feedSettingsOf, LIVE_CONFIRMATION, settingsOf } from "./config.ts";
import { createExecutionCore, type ExecutionState } from "./core/index.ts";
import { followExchange } from "./feed.ts";

/** Wires the core to the exchange. */
export function service(config: Config & BaseConfig): ServiceDefinition<ExecutionState> {
  confirmLive(config);
  const gateway = createGateway(config);
  let exchange = "connecting";
  return {
    core: createExecutionCore(settingsOf(config)),
    calls: exchangeCalls(gateway, config.RECV_WINDOW_MS),
    dependencies: () => ({ exchange }),
    reconnect: () => gateway.reconnect(),
    async feed(access) {
      try {
        if (config.EXCHANGE_MODE === "live" && (await gateway.permissions()).mayWithdraw) {
          throw new Error("These API keys may withdraw. Make keys without that right: a desk never needs it.");
        }
        await followExchange(gateway, feedSettingsOf(config), access, () => {
          exchange = "ok";
        });
      } catch (error) {
        exchange = (error as Error).message;
        throw error;
      }
    },
    gauges: gaugesOf,
    routes(router, view) {
      router.get("/orders", (_request, response) => {
        response.json(Object.values(view.state().orders));
      });
      router.get("/trades", (_request, response) => {
        response.json(Object.values(view.state().trades));
      });
      router.get("/reconciliation", (_request, response) => {
        const { lastCloseAt, syncing, syncFailures, reduceOnly, positions } = view.state();
        response.json({ lastCloseAt, syncing, syncFailures, reduceOnly, positions });
      });
    },
  };
}

function gaugesOf({ orders, intents, reduceOnly, syncFailures, waitingBars }: Readonly<ExecutionState>): OwnGauge[] {
  const unresolved = Object.values(orders).filter(({ status }) => status === "UNRESOLVED").length;
  return [
    { name: "fleet_tracked_orders", help: "Orders of ours without an end", value: Object.keys(orders).length },
    { name: "fleet_unresolved_orders", help: "Orders whose fate is being asked for", value: unresolved },
    { name: "fleet_active_intents", help: "Cleared intents without an end", value: Object.keys(intents).length },
    { name: "fleet_reduce_only_symbols", help: "Symbols in which only exits are allowed", value: Object.keys(reduceOnly).length },
    { name: "fleet_sync_failures", help: "Comparisons with the exchange that failed in a row", value: syncFailures },
    { name: "fleet_waiting_bars", help: "Bars that wait for the exchange's word on what came before", value: waitingBars.length },
  ];
}

function createGateway(config: Config): BinanceGateway {
  const paper = config.EXCHANGE_MODE === "paper";
  return new BinanceGateway({
    mode: config.EXCHANGE_MODE,
    restUrl: paper ? config.EXCHANGE_URL.replace(/\/$/, "") : null,
    streamUrl:
      config.EXCHANGE_MODE === "paper" ? config.EXCHANGE_URL.replace(/^http/, "ws").replace(/\/$/, "") : STREAM_URLS[config.EXCHANGE_MODE],
    apiKey: config.EXCHANGE_API_KEY,
    apiSecret: config.EXCHANGE_API_SECRET,
    recvWindowMs: config.RECV_WINDOW_MS,
    timeoutMs: config.EXCHANGE_TIMEOUT_MS,
  });
}

/** Real money needs a second word. */
function confirmLive(config: Config): void {
  if (config.EXCHANGE_MODE !== "live" || config.LIVE_CONFIRMATION === LIVE_CONFIRMATION) return;
  throw new ConfigError([
    `LIVE_CONFIRMATION: EXCHANGE_MODE=live trades real money; set LIVE_CONFIRMATION="${LIVE_CONFIRMATION}" to confirm, or EXCHANGE_MODE=paper`,
  ]);
}
