import type { EmergencyGateway } from "@quantum/exchange";
import type { ServiceDefinition } from "@quantum/service-kit/definition";
import { type EssConfig, settingsOf } from "./config.ts";
import { createEssCore, type EssState } from "./core/index.ts";
import { sweepExchange } from "./exchange/sweep.ts";

/**
 * The same core as one among others, for a process that plays the whole fleet. What is swept is swept by the same code; the process of its own, the
 * journal and the watch in real time are left out. Without an exchange a sweep is answered as one that nobody could do.
 */
export function service(config: EssConfig, exchange?: EmergencyGateway): ServiceDefinition<EssState> {
  const core = createEssCore(settingsOf({ ...config, ESS_CLOCK: "cycles" }));
  if (!exchange) return { core };
  const sweep = async (request: unknown, { signal }: { signal: AbortSignal }) => {
    const { sweepId, close } = request as { sweepId: string; close: boolean };
    const instruments = new Map((await exchange.instruments()).map((instrument) => [instrument.symbol, instrument]));
    return sweepExchange({ gateway: exchange, signal, note: noted }, { id: `${sweepId}:0`, close, instruments });
  };
  return { core, calls: { sweep } };
}

/** A process that plays the fleet keeps no journal of its own. */
function noted(): void {}
