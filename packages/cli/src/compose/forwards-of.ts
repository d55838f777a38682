import { isIP } from "node:net";
import { ConfigError } from "@quantum/service-kit/config";
import type { Forward } from "./forward.ts";

/** The addresses of the two servers, and the names by which containers of the fleet look for them. */
export interface Outside {
  readonly REDIS_URL: string;
  readonly DATABASE_URL: string;
  readonly REDIS_HOST: string;
  readonly DATABASE_HOST: string;
}

const DEFAULT_PORT = { REDIS: 6379, DATABASE: 5432 } as const;

/**
 * What is to be passed on where. One container listens for both, so two hosts need two ports.
 * @throws ConfigError when an address cannot be reached that way.
 */
export function forwardsOf(outside: Outside, via: string | null): Forward[] {
  const problems: string[] = [];
  const servers = (["REDIS", "DATABASE"] as const).map((kind) => {
    const url = new URL(outside[`${kind}_URL`]);
    const [host, named] = [url.hostname, outside[`${kind}_HOST`]];
    if (isIP(host.replace(/^\[|\]$/g, "")) !== 0)
      problems.push(`${kind}_URL: ${host} is a number; use the host name that its certificate names`);
    else if (host !== named)
      problems.push(`${kind}_URL: its host is ${host}, and QUANTUM_${kind}_HOST in .env says ${named}; make them one`);
    return { host, port: url.port === "" ? DEFAULT_PORT[kind] : Number(url.port) };
  });
  const [redis, database] = servers as [Forward["to"], Forward["to"]];
  if (redis.port === database.port) problems.push(`REDIS_URL, DATABASE_URL: both use port ${redis.port}; one of them needs another port`);
  if (problems.length > 0) throw new ConfigError(problems);
  return [redis, database].map(({ host, port }) => ({ port, to: { host: via ?? host, port } }));
}
