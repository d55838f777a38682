import { timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { CliFailure, EXIT } from "../failure.ts";
import type { Fleet, FleetView } from "./fleet.ts";

/** Where a launcher is with its fleet. */
export interface LauncherStatus {
  readonly phase: "starting" | "up" | "failed" | "stopping";
  /** What it is doing now, in words. */
  readonly step: string;
  readonly problem: { readonly message: string; readonly fix: string } | null;
  readonly fleet: FleetView | null;
}

/** What the control server needs of its launcher. */
export interface Launcher {
  status(): LauncherStatus;
  fleet(): Fleet | null;
  down(): void;
}

/** Listens on the loopback interface for the commands of `./quantum`. Every request needs the control token as it is now. */
export async function startControlServer(launcher: Launcher, token: () => string): Promise<{ port: number; close(): void }> {
  const server: Server = createServer((request, response) => {
    void answer(request, response, { launcher, token });
  });
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the control server has no port");
  return {
    port: address.port,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  given: { launcher: Launcher; token: () => string },
): Promise<void> {
  try {
    if (!hasToken(request, given.token()))
      return reply(response, 401, { problem: "the control token is missing or wrong", fix: "use ./quantum of the same home" });
    reply(response, 200, await act(`${request.method} ${request.url}`, given.launcher));
  } catch (error) {
    const fix = error instanceof CliFailure ? error.fix : "see the launcher's log";
    reply(response, error instanceof CliFailure && error.exitCode === EXIT.usage ? 404 : 500, { problem: (error as Error).message, fix });
  }
}

async function act(request: string, launcher: Launcher): Promise<unknown> {
  if (request === "GET /status") return launcher.status();
  if (request === "GET /services") return launcher.fleet()?.supervised() ?? [];
  if (request === "POST /down") {
    launcher.down();
    return { stopping: true };
  }
  const [, name, action] = request.match(/^POST \/services\/([a-z0-9_]+)\/(start|stop|kill|restart)$/) ?? [];
  if (name === undefined) throw new CliFailure(`unknown request ${request}`, "see ./quantum --help", EXIT.usage);
  const fleet = launcher.fleet();
  if (!fleet) throw new CliFailure("the fleet is not up yet", "try again when ./quantum status says up");
  const service = fleet.service(name);
  if (action === "start") service.start();
  if (action === "stop") await fleet.stopService(name);
  if (action === "restart" && !service.restart())
    throw new CliFailure(`${name} was stopped on purpose`, `start it with ./quantum start ${name}`, EXIT.usage);
  if (action === "kill" && !service.kill()) throw new CliFailure(`${name} is not running`, `start it with ./quantum start ${name}`);
  return { service: name, action };
}

function hasToken(request: IncomingMessage, token: string): boolean {
  const given = Buffer.from(request.headers.authorization ?? "");
  const wanted = Buffer.from(`Bearer ${token}`);
  return token !== "" && given.length === wanted.length && timingSafeEqual(given, wanted);
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
