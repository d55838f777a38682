import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { compareLedger, type LedgerDifference, parseBooks } from "@quantum/report";
import { eventually } from "@quantum/test-kit";
import pg from "pg";
import { readLedger } from "../../src/day/ledger-reader.ts";
import type { Deployment } from "./deployment.ts";

const run = promisify(execFile);
const ASK_WITHIN_MS = 3_000;
/** Long past every requirement: what a drill waits for either comes, or never does. */
export const COMES_WITHIN_MS = 90_000;

/** Letters of each answer that stand in a message. */
const MOST_SAID = 3_000;

/** One cycle as trading_bot recorded it. */
export interface CycleRow {
  readonly at: number;
  readonly outcome: string;
  readonly requested: number;
  readonly missing: readonly string[];
  readonly participants: readonly { service: string; binding: boolean }[];
}

/** Runs docker, and gives what it printed. */
export async function docker(...args: string[]): Promise<string> {
  const { stdout } = await run("docker", args, { timeout: 60_000 });
  return stdout.trim();
}

/** A container as the engine sees it. */
export async function containerOf(service: string) {
  const [raw] = JSON.parse(await docker("inspect", `quantum_${service}`)) as [
    {
      State: { Running: boolean; Pid: number; ExitCode: number; StartedAt: string; Health?: { Status: string } };
      HostConfig: { Memory: number };
      NetworkSettings: { Networks: Record<string, { IPAddress: string }> };
    },
  ];
  const { Running: running, Pid: pid, ExitCode: exitCode, StartedAt: startedAt, Health } = raw.State;
  const networks = Object.fromEntries(Object.entries(raw.NetworkSettings.Networks).map(([name, { IPAddress }]) => [name, IPAddress]));
  return {
    running,
    pid,
    exitCode,
    startedAt,
    well: running && (Health?.Status ?? "healthy") === "healthy",
    limitBytes: raw.HostConfig.Memory,
    networks,
  };
}

/** Looks at a deployment from the host, as its operator can. */
export function watch(deployment: Deployment) {
  const get = async <T>(service: string, path: string): Promise<T> => {
    const headers = path.startsWith("/control/") ? { authorization: `Bearer ${deployment.secret("control-token")}` } : {};
    const answer = await fetch(`http://127.0.0.1:${deployment.ports[service]}${path}`, {
      headers,
      signal: AbortSignal.timeout(ASK_WITHIN_MS),
    });
    if (!answer.ok) throw new Error(`${service}${path} answers ${answer.status}`);
    return (await answer.json()) as T;
  };
  // Postgres is not published: the host sees its network, nobody else does.
  const databaseUrl = async (): Promise<string> => {
    const { networks } = await containerOf("postgres");
    return deployment.secret("database-url").replace("@postgres:", `@${networks.quantum_fleet}:`);
  };
  /** How the console shows a service. */
  const shown = async (service: string): Promise<string> => {
    const { services } = await get<{ services: { service: string; status: string }[] }>("dashboard", "/api/fleet");
    return services.find((one) => one.service === service)?.status ?? "UNKNOWN";
  };
  /** Close of the last bar that trading_bot saw, and of the last cycle it finished. */
  const progress = async () => {
    const { lastBarAt, last } = await get<{ lastBarAt: number; last: { at: number; requested: number } | null }>("trading_bot", "/cycle");
    return { lastBarAt, finishedAt: last?.at ?? 0 };
  };
  /** Waits for the end of a cycle whose bar nobody has seen yet; gives its close. */
  const nextCycle = async (): Promise<number> => {
    const { lastBarAt } = await eventually(progress, { what: "trading_bot answers", withinMs: COMES_WITHIN_MS });
    const finished = async () => {
      const { finishedAt } = await progress();
      return finishedAt > lastBarAt ? finishedAt : null;
    };
    return eventually(finished, { what: "the next cycle ends", withinMs: COMES_WITHIN_MS });
  };
  const query = async <T extends object>(sql: string): Promise<T[]> => {
    const client = new pg.Client({ connectionString: await databaseUrl() });
    await client.connect();
    try {
      return (await client.query<T>(sql)).rows;
    } finally {
      await client.end();
    }
  };
  const cycles = (): Promise<CycleRow[]> =>
    query("SELECT at::float8, outcome, requested, missing, participants FROM cycles WHERE outcome <> 'WATCHED' ORDER BY 1");
  /** What the desk does and what keeps it, for the message of a drill that waits in vain. */
  const situation = async (): Promise<string> => {
    const asked = {
      cycles: query("SELECT at::float8, outcome, requested, missing FROM cycles WHERE outcome <> 'WATCHED' ORDER BY 1 DESC LIMIT 8"),
      outcomes: query("SELECT outcome, count(*)::int, sum(requested)::int AS requested FROM cycles GROUP BY 1"),
      alerts: query("SELECT at::float8, service, code, message FROM alerts ORDER BY recorded_at DESC LIMIT 12"),
      bot: get("trading_bot", "/cycle"),
      execution: get("execution", "/reconciliation"),
      emergencyStop: get("ess", "/status"),
      market: get("exchange_simulator", "/control/status"),
    };
    const said = await Promise.all(
      Object.entries(asked).map(async ([what, answer]) => {
        const text = await answer.then(JSON.stringify, String);
        return `${what}: ${text.slice(0, MOST_SAID)}`;
      }),
    );
    return said.join("\n");
  };
  /** Waits for what the desk should come to; says what it did meanwhile when it does not. */
  const comes = async (what: string, condition: () => Promise<boolean>): Promise<void> => {
    try {
      await eventually(condition, { what, withinMs: COMES_WITHIN_MS });
    } catch (error) {
      throw new Error(`${(error as Error).message}\n${await situation()}`);
    }
  };
  /** Where ledger and exchange differ. Both are read at one market time, which takes a moment in which the market does not move. */
  const differences = async (): Promise<LedgerDifference[] | null> => {
    const before = await get<{ marketAt: number }>("exchange_simulator", "/control/books");
    const { finishedAt } = await progress();
    if (finishedAt < before.marketAt) return null;
    const portfolioPort = deployment.ports.portfolio_intelligence as number;
    const ledger = await readLedger({ databaseUrl: await databaseUrl(), portfolioPort, healed: false });
    const after = await get<{ marketAt: number }>("exchange_simulator", "/control/books");
    return after.marketAt === before.marketAt ? compareLedger(ledger, parseBooks(after)) : null;
  };
  return { get, shown, progress, nextCycle, query, cycles, comes, differences };
}
