import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { LocalServer } from "@quantum/local-servers";
import { FLEET, type FleetEntry } from "../../../../fleet.ts";
import { CliFailure } from "../failure.ts";
import { createHome, type Home } from "../home.ts";
import { REPOSITORY } from "../repository.ts";
import { ensureSecrets, readSecret } from "../secrets.ts";
import { aiWorkers, programOf } from "./ai-workers.ts";
import { bundle } from "./bundle.ts";
import { buildConsolePage } from "./console-page.ts";
import { ExchangeControl } from "./exchange-control.ts";
import { sayGoodbyeFor } from "./goodbye.ts";
import { memoryOf } from "./memory.ts";
import type { ModuleMode } from "./modules.ts";
import { NODE_FLAGS } from "./node-flags.ts";
import { type PortChoice, type PortPlan, planPorts } from "./port-plan.ts";
import { type Servers, startServers } from "./servers.ts";
import { environmentOf, type MarketChoice } from "./service-environment.ts";
import { ServiceProcess, type ServiceState } from "./service-process.ts";
import { startOrder } from "./start-order.ts";

export interface FleetOptions {
  readonly home: Home;
  readonly ports: PortChoice;
  readonly market: MarketChoice;
  /** Only these services; null means all of the core. */
  readonly only: readonly string[] | null;
  /** In which mode modules start, whatever their variables say. */
  readonly moduleMode?: ModuleMode | null;
  /** Workers that share the symbols with ai_engine. */
  readonly aiWorkers?: number;
  readonly env: NodeJS.ProcessEnv;
  /** Told about each step, for the person who waits. */
  readonly progress: (step: string) => void;
  /** Gives up the start, and stops what runs already. */
  readonly signal: AbortSignal;
  /** Where the launcher takes commands; null: nobody but this process commands the fleet. */
  readonly controlPort?: number | null;
}

/** What whoever watches over the services needs to know of one of them. */
export interface SupervisedView {
  readonly service: string;
  readonly port: number;
  readonly state: ServiceState;
  /** What it cannot work without, as the manifest says. */
  readonly needs: readonly string[];
  /** Starts that nobody asked for. */
  readonly restarts: number;
  readonly startedAt: number | null;
}

/** One row of `status`. */
export interface ServiceView {
  readonly service: string;
  readonly pid: number | null;
  readonly port: number;
  readonly state: ServiceState;
  readonly health: string | null;
  readonly mode: string | null;
  readonly version: string | null;
  readonly uptimeMs: number | null;
  readonly lastEventAgeMs: number | null;
  readonly lag: number | null;
  readonly rssBytes: number | null;
  readonly pssBytes: number | null;
  readonly startupMs: number | null;
  readonly restarts: number;
  readonly lastExit: string | null;
}

/** Redis or Postgres in `status`; Postgres counts with all its processes. */
export interface ServerView {
  readonly server: string;
  readonly pid: number;
  readonly port: number;
  readonly rssBytes: number | null;
  readonly pssBytes: number | null;
}

export interface FleetView {
  readonly services: readonly ServiceView[];
  readonly servers: readonly ServerView[];
  readonly launcher: { readonly pid: number; readonly rssBytes: number | null; readonly pssBytes: number | null };
  readonly allHealthyMs: number | null;
  readonly console: string | null;
}

/** A service that has crashed this often before it was ever healthy will not become so by itself. */
const CRASHES_BEFORE_GIVING_UP = 3;
const HEALTHY_WITHIN_MS = 60_000;
/** Who heals the healer: when it has been silent for this long, the launcher starts it again. */
const HEALER = "self_healing";
const HEALER_SILENT_MS = 10_000;

/** The services an instance consists of. @throws CliFailure when a name is unknown. */
export function chooseServices(only: readonly string[] | null): readonly FleetEntry[] {
  const known = FLEET.filter((entry) => entry.group !== "module");
  if (only === null) return known;
  const unknown = only.filter((name) => !FLEET.some((entry) => entry.name === name));
  if (unknown.length > 0) {
    throw new CliFailure(`there is no service ${unknown.join(", ")}`, `use some of: ${FLEET.map((entry) => entry.name).join(", ")}`, 2);
  }
  return FLEET.filter((entry) => only.includes(entry.name));
}

/** The services together with the workers of ai_engine, when it is among them. */
function withWorkers(entries: readonly FleetEntry[], count: number): readonly FleetEntry[] {
  return entries.flatMap((entry) => (entry.name === "ai_engine" ? [entry, ...aiWorkers(count)] : [entry]));
}

/** Everything but the modules of the rollout, by name. */
export function coreServices(): string[] {
  return chooseServices(null).map(({ name }) => name);
}

/** A running fleet: Redis, Postgres and one process per service, all children of this process. */
export class Fleet {
  readonly home: Home;
  readonly ports: PortPlan;
  readonly servers: Servers;
  readonly services = new Map<string, ServiceProcess>();
  readonly startedAt: number;
  /** From the start to the moment all services were healthy; null until then. */
  allHealthyMs: number | null = null;

  private constructor(given: { home: Home; ports: PortPlan; servers: Servers; startedAt: number }) {
    this.home = given.home;
    this.ports = given.ports;
    this.servers = given.servers;
    this.startedAt = given.startedAt;
  }

  /** Starts everything and waits until all services are healthy. What was started is stopped again when that fails. */
  static async start(options: FleetOptions): Promise<Fleet> {
    const entries = withWorkers(chooseServices(options.only), options.aiWorkers ?? 0);
    createHome(options.home);
    ensureSecrets(options.home);
    await planPorts(entries, options.ports);
    const bundles = await buildBundles(entries, options.progress);
    options.signal.throwIfAborted();
    options.progress("starting Redis and Postgres");
    const startedAt = Date.now();
    const { ports, servers } = await startServersOn(options, entries);
    const fleet = new Fleet({ home: options.home, ports, servers, startedAt });
    try {
      const { migrate } = await import("@quantum/service-kit/database");
      await migrate(fleet.servers.databaseUrl);
      await fleet.#forgetModulesNotAmong(entries);
      for (const wave of startOrder(entries)) await fleet.#startWave(wave, { options, bundles });
      fleet.allHealthyMs = Date.now() - fleet.startedAt;
      return fleet;
    } catch (error) {
      await fleet.stop();
      throw error;
    }
  }

  async #startWave(wave: readonly FleetEntry[], given: { options: FleetOptions; bundles: ReadonlyMap<string, string> }): Promise<void> {
    const { options, bundles } = given;
    const exchange = wave.some((entry) => entry.name === "execution") ? ((await this.exchange()?.status()) ?? null) : null;
    options.progress(`starting ${wave.map((entry) => entry.name).join(", ")}`);
    const started = wave.map((entry) => {
      const { market, moduleMode = null, aiWorkers: workers = 0, env: inherited, controlPort = null } = options;
      const given = { home: this.home, ports: this.ports, market, moduleMode, aiWorkers: workers, exchange, inherited, controlPort };
      const env = environmentOf(entry, given);
      const process = this.#add(entry, { env, file: bundles.get(programOf(entry.name)) as string });
      process.start();
      return process;
    });
    await Promise.all(started.map((service) => untilHealthy(service, options.signal)));
  }

  /** A module that died in an earlier run and does not start in this one would be waited for as if it had only fallen silent. */
  async #forgetModulesNotAmong(entries: readonly FleetEntry[]): Promise<void> {
    const absent = FLEET.filter((entry) => entry.group === "module" && !entries.includes(entry));
    const how = { redisUrl: this.servers.redisUrl, reason: "not part of this start" };
    await Promise.all(absent.map(({ name }) => sayGoodbyeFor(name, how)));
  }

  #add(entry: FleetEntry, how: { env: NodeJS.ProcessEnv; file: string }): ServiceProcess {
    const service = new ServiceProcess({
      name: entry.name,
      port: this.ports.services[entry.name] as number,
      command: process.execPath,
      args: [...NODE_FLAGS, how.file],
      env: how.env,
      logFile: join(this.home.logs, `${entry.name}.log`),
      ...(entry.name === HEALER ? { killAfterSilenceMs: HEALER_SILENT_MS } : {}),
    });
    this.services.set(entry.name, service);
    return service;
  }

  /** The simulator's control API, or null when this fleet has no simulator. */
  exchange(): ExchangeControl | null {
    const port = this.ports.services.exchange_simulator;
    return port === undefined ? null : new ExchangeControl(port, readSecret(this.home, "control-token"));
  }

  /** @throws CliFailure when this fleet has no simulator. */
  requireExchange(): ExchangeControl {
    const exchange = this.exchange();
    if (exchange) return exchange;
    throw new CliFailure("this fleet has no exchange simulator", "start it with exchange_simulator among its services");
  }

  /** @throws CliFailure when this fleet has no such service. */
  service(name: string): ServiceProcess {
    const found = this.services.get(name);
    if (found) return found;
    throw new CliFailure(`this fleet has no service "${name}"`, `use one of: ${[...this.services.keys()].join(", ")}`, 2);
  }

  /** Stops one service on purpose; one that is down already cannot say so itself. */
  async stopService(name: string): Promise<void> {
    const service = this.service(name);
    const down = service.pid === null;
    await service.stop();
    if (down) await sayGoodbyeFor(name, { redisUrl: this.servers.redisUrl, reason: "stopped while it was down" });
  }

  /** Stops services in reverse order of their start, then the servers they used. */
  async stop(): Promise<void> {
    const services = [...this.services.values()];
    const exchange = services.filter((service) => service.plan.name === "exchange_simulator");
    // The exchange goes last: the others may still be settling an order.
    await Promise.all(services.filter((service) => !exchange.includes(service)).map((service) => service.stop()));
    await Promise.all(exchange.map((service) => service.stop()));
    await Promise.all([this.servers.redis?.stop(), this.servers.postgres?.stop()]);
  }

  /** What a watcher asks for every second: nothing in it costs anything to find out. */
  supervised(): SupervisedView[] {
    return [...this.services.values()].map(({ plan, state, restarts, startedAt }) => {
      const needs = FLEET.find(({ name }) => name === plan.name)?.after.filter((name) => this.services.has(name)) ?? [];
      return { service: plan.name, port: plan.port, state, needs, restarts, startedAt };
    });
  }

  /** Everything `status` shows. */
  view(): FleetView {
    return {
      services: [...this.services.values()].map(viewOf),
      servers: [serverView("redis", this.servers.redis), serverView("postgres", this.servers.postgres)].filter((view) => view !== null),
      launcher: { pid: process.pid, ...memoryOf(process.pid) },
      allHealthyMs: this.allHealthyMs,
      console: this.consoleUrl(),
    };
  }

  /** Address of the operator's console, or null when this fleet has none. */
  consoleUrl(): string | null {
    const port = this.ports.services.dashboard;
    return port === undefined ? null : `http://127.0.0.1:${port}`;
  }
}

/** Another program may take a port between the choice and the start; where ports are ours to choose, others are tried. */
async function startServersOn(options: FleetOptions, entries: readonly FleetEntry[]): Promise<{ ports: PortPlan; servers: Servers }> {
  const ports = await planPorts(entries, options.ports);
  try {
    return { ports, servers: await startServers(options.home, ports, options.env) };
  } catch (error) {
    if (typeof options.ports === "object" || !/in use/i.test((error as Error).message)) throw error;
    const others = await planPorts(entries, "auto");
    return { ports: others, servers: await startServers(options.home, others, options.env) };
  }
}

function serverView(server: string, running: LocalServer | null): ServerView | null {
  return running && { server, pid: running.pid, port: running.port, ...memoryOf(running.pid, true) };
}

function viewOf(service: ServiceProcess): ServiceView {
  const { health } = service;
  return {
    service: service.plan.name,
    pid: service.pid,
    port: service.plan.port,
    state: service.state,
    health: health?.status ?? null,
    mode: health?.mode ?? null,
    version: health?.version ?? null,
    uptimeMs: service.pid === null || service.startedAt === null ? null : Date.now() - service.startedAt,
    lastEventAgeMs: health?.lastEventAgeMs ?? null,
    lag: health?.lag ?? null,
    ...(service.pid === null ? { rssBytes: null, pssBytes: null } : memoryOf(service.pid)),
    startupMs: service.startupMs,
    restarts: service.restarts,
    lastExit: service.lastExit,
  };
}

async function buildBundles(entries: readonly FleetEntry[], progress: (step: string) => void): Promise<ReadonlyMap<string, string>> {
  const outputFolder = join(REPOSITORY, "dist");
  progress("building");
  const files = [...new Set(entries.map(({ name }) => programOf(name)))].map(async (name) => {
    const entryFile = join("services", name.replaceAll("_", "-"), "src", "main.ts");
    const built = await bundle({ name, entry: entryFile, outputFolder });
    return [name, built.file] as const;
  });
  if (entries.some((entry) => entry.name === "dashboard")) await buildConsolePage();
  return new Map(await Promise.all(files));
}

async function untilHealthy(service: ServiceProcess, signal: AbortSignal): Promise<void> {
  const deadline = Date.now() + HEALTHY_WITHIN_MS;
  while (service.state !== "healthy") {
    signal.throwIfAborted();
    const gaveUp = service.failedStarts >= CRASHES_BEFORE_GIVING_UP;
    if (gaveUp || Date.now() > deadline) {
      const what = gaveUp ? `crashes at the start (${service.lastExit})` : `is not healthy after ${HEALTHY_WITHIN_MS / 1000} s`;
      const said = service.health ? `\nits last /health: ${JSON.stringify(service.health)}` : "";
      throw new CliFailure(`${service.plan.name} ${what}${said}\n${service.logTail(6)}`, `the whole log is in ${service.plan.logFile}`);
    }
    await pause(25);
  }
}
