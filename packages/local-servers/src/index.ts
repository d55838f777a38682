export { findExecutable } from "./executable.ts";
export { freePort, isPortFree } from "./port.ts";
export { type PostgresOptions, postgresFolder, startPostgres } from "./postgres.ts";
export {
  findRedisServer,
  type LocalServer,
  lastLines,
  REDIS_MISSING,
  type RedisOptions,
  type ServerCertificate,
  startRedis,
} from "./redis.ts";
export { ended, spawnTethered, stopProcess, type TetherOptions } from "./tethered-process.ts";
