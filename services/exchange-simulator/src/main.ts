import { ConfigError } from "@quantum/service-kit/config";
import { PortInUseError } from "@quantum/service-kit/http";
import { readSimulatorConfig } from "./config.ts";
import { startSimulator } from "./server.ts";

try {
  const simulator = await startSimulator(readSimulatorConfig(process.env));
  const stop = (): void => {
    simulator.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
} catch (error) {
  const known = error instanceof ConfigError || error instanceof PortInUseError || (error as Error).name.endsWith("Error");
  process.stderr.write(`exchange_simulator: ${known ? (error as Error).message : String(error)}\n`);
  process.exit(error instanceof ConfigError ? 78 : 1);
}
