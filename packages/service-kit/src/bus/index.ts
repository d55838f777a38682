export { type Batch, Committer, emptyBatch, FencedError, type Position } from "./commit.ts";
export { connectRedis, untilReady } from "./connection.ts";
export { decodeEvent, MalformedEventError } from "./decode.ts";
export { type BusKeys, busKeys } from "./keys.ts";
export { type Lag, measureLag } from "./lag.ts";
export { Lease } from "./lease.ts";
export { type Entry, Reader } from "./reader.ts";
