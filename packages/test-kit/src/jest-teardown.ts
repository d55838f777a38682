import { dropRunDatabases, removeRunKeys } from "./leftovers.ts";

/** Removes what this run left in the servers and stops those it started. */
export default async function teardown(): Promise<void> {
  const run = globalThis.quantumTestRun;
  if (!run) return;
  run.users -= 1;
  if (run.users > 0) return;
  await Promise.all([dropRunDatabases(), removeRunKeys()]);
  for (const server of await run.servers) await server.stop();
  globalThis.quantumTestRun = undefined;
}
