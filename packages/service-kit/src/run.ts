import type * as z from "zod";
import { type BaseConfig, ConfigError, readConfig } from "./config.ts";
import { PortInUseError } from "./http/index.ts";
import type { ServiceDefinition } from "./shell/service-definition.ts";
import { type RunningService, start } from "./start.ts";

export type { BaseConfig } from "./config.ts";
export {
  CallFailure,
  type CallHandler,
  type FeedAccess,
  type OwnGauge,
  type ServiceDefinition,
  type ServiceView,
} from "./shell/service-definition.ts";

/** How long a graceful stop may take before the process is ended anyway. */
const STOP_WAIT_MS = 10_000;

/**
 * Runs one service as this process: reads its configuration, starts it, and ends it on SIGTERM or SIGINT (a second signal, or ten
 * seconds, ends it at once). Exit codes: 0 stopped, 1 failed, 78 unusable configuration.
 */
export async function run<Shape extends z.ZodRawShape, S>(
  name: string,
  environment: Shape,
  define: (config: BaseConfig & z.infer<z.ZodObject<Shape>>) => ServiceDefinition<S>,
): Promise<void> {
  try {
    const config = readConfig(name, environment, process.env);
    await untilSignal(await start(name, config, define(config)));
    process.exit(0);
  } catch (error) {
    const known = error instanceof ConfigError || error instanceof PortInUseError;
    process.stderr.write(`${name}: ${known ? error.message : ((error as Error).stack ?? String(error))}\n`);
    process.exit(error instanceof ConfigError ? 78 : 1);
  }
}

async function untilSignal(service: RunningService): Promise<void> {
  const signal = await new Promise<string>((resolve) => {
    process.once("SIGTERM", () => resolve("SIGTERM"));
    process.once("SIGINT", () => resolve("SIGINT"));
  });
  const force = (): never => process.exit(1);
  process.once("SIGTERM", force);
  process.once("SIGINT", force);
  setTimeout(force, STOP_WAIT_MS).unref();
  await service.stop(signal);
}
