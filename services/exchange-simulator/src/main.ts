import { StorageError } from "@quantum/market/files";
import { ConfigError } from "@quantum/service-kit/config";
import { PortInUseError } from "@quantum/service-kit/http";
import { readSimulatorConfig } from "./config.ts";
import { startSimulator } from "./server.ts";
import { JournalError } from "./venue/journal.ts";

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
  const known = [ConfigError, PortInUseError, JournalError, StorageError].some((kind) => error instanceof kind);
  const { message, stack } = error as Error;
  process.stderr.write(`exchange_simulator: ${known ? message : (stack ?? message)}\n`);
  process.exit(error instanceof ConfigError ? 78 : 1);
}
