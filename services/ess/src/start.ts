import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createApp, finishApp, listen } from "@quantum/service-kit/http";
import { createLogger, type Logger } from "@quantum/service-kit/logger";
import { checkedKeys, type EssConfig } from "./config.ts";
import { NAME, type StopRequest } from "./core/index.ts";
import { Ess, VERSION } from "./ess.ts";

/** An Emergency Stop System that runs inside this process. */
export interface RunningEss {
  readonly port: number;
  /** A person's stop, by a way that is not HTTP. */
  stopNow(request: StopRequest): void;
  stop(reason: string): Promise<void>;
}

/** Starts it. It is able to stop the desk before anything but the disk and the exchange is there. */
export async function startEss(config: EssConfig, log?: Logger): Promise<RunningEss> {
  const logger = log ?? createLogger(NAME, config.LOG_LEVEL);
  const keys = checkedKeys(config);
  const stopping = new AbortController();
  const ess = new Ess(config, keys, logger, stopping.signal);
  ess.begin();
  const app = createApp();
  ess.mount(app);
  finishApp(app, logger);
  const http = await listen(app, { host: config.HOST, port: config.PORT, service: NAME });
  sayWhere(config, http.port);
  logger.info(
    { port: http.port, version: VERSION, mode: ess.decider.state.mode.mode, level: ess.decider.state.level, ownKeys: keys.own },
    "started",
  );
  const running = ess.run();
  return {
    port: http.port,
    stopNow: (request) => ess.stopByHand(request),
    async stop(reason) {
      if (stopping.signal.aborted) return;
      stopping.abort(new Error(`stopping: ${reason}`));
      await running;
      await ess.leave(reason);
      await http.close();
    },
  };
}

/** Where it listens, on its own disk: whoever wants to stop the desk needs nobody else to find it. */
function sayWhere({ HOST, ESS_STATE_DIR }: EssConfig, port: number): void {
  const host = HOST === "0.0.0.0" || HOST === "::" ? "127.0.0.1" : HOST;
  writeFileSync(join(ESS_STATE_DIR, "address.json"), JSON.stringify({ url: `http://${host}:${port}`, pid: process.pid }));
}
