import { isIP } from "node:net";
import type { RedisOptions } from "ioredis";

/**
 * What ioredis needs to be told beside a rediss:// address: the name it asks for, because several servers may share one address (SNI) and
 * the client itself sends none. Certificates are checked against the system's authorities and those of NODE_EXTRA_CA_CERTS.
 */
export function redisTls(url: string): Pick<RedisOptions, "tls"> {
  const { protocol, hostname } = new URL(url);
  if (protocol !== "rediss:") return {};
  const host = hostname.replace(/^\[|\]$/g, "");
  return { tls: isIP(host) === 0 ? { servername: host } : {} };
}
