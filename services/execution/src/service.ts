import { BinanceGateway, STREAM_URLS } from "@quantum/exchange/ccxt";
import { ConfigError } from "@quantum/service-kit/config";
import type { BaseConfig, ServiceDefinition } from "@quantum/service-kit/run";
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
