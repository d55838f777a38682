import { randomBytes } from "node:crypto";
import { runId, serverUrl } from "./run-context.ts";

/** Redis for one test file: a server and a prefix (REDIS_PREFIX) that nobody else uses. Keys are removed when the run ends. */
export function testRedis(): { readonly url: string; readonly prefix: string } {
  return { url: serverUrl("REDIS_URL"), prefix: `test-${runId()}-${randomBytes(4).toString("hex")}` };
}
