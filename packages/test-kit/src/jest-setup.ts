import { randomBytes } from "node:crypto";
import { containerPostgres, containerRedis, dockerAnswers } from "./containers.ts";
import { localPostgres, localRedis, type TestServer } from "./servers.ts";

/** What one test run started; shared by all jest projects of that run, stopped by the last one's teardown. */
interface TestRun {
  users: number;
  readonly servers: Promise<readonly TestServer[]>;
}

declare global {
  var quantumTestRun: TestRun | undefined;
}

/** Gives the tests REDIS_URL and DATABASE_URL: those that are set, else containers (unless QUANTUM_TEST_SERVERS=local), else local servers. */
export default async function setup(): Promise<void> {
  globalThis.quantumTestRun ??= { users: 0, servers: startServers() };
  globalThis.quantumTestRun.users += 1;
  await globalThis.quantumTestRun.servers;
}

async function startServers(): Promise<readonly TestServer[]> {
  process.env.QUANTUM_TEST_RUN ??= randomBytes(4).toString("hex");
  const given = process.env.REDIS_URL && process.env.DATABASE_URL;
  const docker = given || process.env.QUANTUM_TEST_SERVERS === "local" ? false : await dockerAnswers();
  const [redis, postgres] = await Promise.all([
    provide({ variable: "REDIS_URL", container: docker ? containerRedis : null, local: localRedis }),
    provide({ variable: "DATABASE_URL", container: docker ? containerPostgres : null, local: localPostgres }),
  ]);
  console.log(`tests use ${redis.from} and ${postgres.from}`);
  process.env.REDIS_URL = redis.url;
  process.env.DATABASE_URL = postgres.url;
  return [redis, postgres];
}

interface Offer {
  readonly variable: string;
  readonly container: (() => Promise<TestServer>) | null;
  readonly local: () => Promise<TestServer>;
}

async function provide(offer: Offer): Promise<TestServer> {
  const given = process.env[offer.variable];
  if (given) return { url: given, from: offer.variable, stop: async () => undefined };
  if (offer.container) {
    try {
      return await offer.container();
    } catch (error) {
      console.log(`no container for ${offer.variable} (${(error as Error).message}); using a local server instead`);
    }
  }
  return offer.local();
}
