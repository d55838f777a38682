import { freePort } from "@quantum/local-servers";
import { readConfig } from "@quantum/service-kit/config";
import { connectDatabase } from "@quantum/service-kit/database";
import { createLogger } from "@quantum/service-kit/logger";
import type { ServiceDefinition } from "@quantum/service-kit/run";
import { type RunningService, start } from "@quantum/service-kit/start";
import { testDatabase } from "../database.ts";
import { eventually } from "../eventually.ts";
import { type Answer, ask, CONTROL_TOKEN, readMetrics, type Sent } from "./ask.ts";
import { Bus } from "./bus.ts";
import { type ServiceProcess, spawnService } from "./service-process.ts";

export type { RunningService } from "@quantum/service-kit/start";

type Shape = Parameters<typeof readConfig>[1];

/** What a service's config.ts and service.ts export. */
export interface Launchable<Environment extends Shape, S> {
  readonly environment: Environment;
  readonly service: (config: ReturnType<typeof readConfig<Environment>>) => ServiceDefinition<S>;
}

/** Services measure once a second. */
const MEASURED_WITHIN_MS = 10_000;
const quiet = createLogger("test", "silent");

/** A bus and a database of one test, and the services that run on them. */
export class Stage extends Bus {
  readonly databaseUrl: string;
  /** Connections to the database; made when they are first used. */
  readonly database: ReturnType<typeof connectDatabase>;
  readonly #running = new Set<RunningService>();
  readonly #processes = new Set<ServiceProcess>();

  constructor(databaseUrl: string) {
    super();
    this.databaseUrl = databaseUrl;
    this.database = connectDatabase(databaseUrl, quiet);
  }

  /** What a service on this stage gets from its environment: the stage's part, then the service's own. */
  env(own: Readonly<Record<string, string>> = {}): Record<string, string> {
    const stage = { PORT: "0", REDIS_URL: this.url, REDIS_PREFIX: this.prefix, DATABASE_URL: this.databaseUrl };
    return { ...stage, CONTROL_TOKEN, LEASE_TTL_MS: "600", ...own };
  }

  /** Starts a service in this process. */
  async launch<Environment extends Shape, S>(
    name: string,
    { environment, service }: Launchable<Environment, S>,
    own: Readonly<Record<string, string>> = {},
  ): Promise<RunningService> {
    const config = readConfig(name, environment, this.env(own));
    const running = await start(name, config, service(config), quiet);
    this.#running.add(running);
    return running;
  }

  /** Starts a service's main file as a process; resolves once it is healthy. */
  async spawn(main: URL, own: Readonly<Record<string, string>> = {}): Promise<ServiceProcess> {
    const started = await spawnService(main, this.env({ PORT: String(await freePort()), ...own }));
    this.#processes.add(started);
    return started;
  }

  /** Stops a service that was launched; without one, all of them. */
  async stop(...services: readonly RunningService[]): Promise<void> {
    for (const service of services.length > 0 ? services : [...this.#running].reverse()) {
      this.#running.delete(service);
      await service.stop("the test stops it");
    }
  }

  /** Writes rows, as the services would. */
  async insert(table: string, rows: readonly object[]): Promise<void> {
    const insert = `INSERT INTO ${table} SELECT * FROM jsonb_populate_recordset(null::${table}, $1::jsonb)`;
    await this.database.query(insert, [JSON.stringify(rows)]);
  }

  /** Asks a service: a GET, or a POST with a body and the control token when something is sent. */
  ask<T = Record<string, unknown>>({ port }: { readonly port: number }, path: string, sent?: Sent): Promise<Answer<T>> {
    return ask<T>(port, path, sent);
  }

  /** What a service measures, as Prometheus reads it. */
  metrics({ port }: { readonly port: number }): Promise<string> {
    return readMetrics(port);
  }

  /** Waits until what a service measures matches; gives all of it. */
  untilMeasured(service: { readonly port: number }, pattern: RegExp): Promise<string> {
    const measured = async (): Promise<string | null> => {
      const text = await this.metrics(service);
      return pattern.test(text) ? text : null;
    };
    return eventually(measured, { withinMs: MEASURED_WITHIN_MS, what: `a line like ${pattern}` });
  }

  /** Stops what runs, removes its keys and disconnects. */
  override async close(): Promise<void> {
    try {
      for (const process of this.#processes) await process.end("SIGKILL");
      await this.stop();
    } finally {
      await Promise.all([super.close(), this.database.end()]);
    }
  }
}

/** A bus that is ready and a fresh database with all tables, for one test file or one test. */
export async function openStage(): Promise<Stage> {
  return new Stage(await testDatabase()).ready();
}
