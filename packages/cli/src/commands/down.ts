import { setTimeout as pause } from "node:timers/promises";
import { CliFailure } from "../failure.ts";
import type { Home } from "../home.ts";
import { LauncherClient } from "../launch/launcher-client.ts";
import { readRecord } from "../launch/launcher-record.ts";

const ENDS_WITHIN_MS = 60_000;

/** Stops everything and returns when it has stopped. False when nothing ran. */
export async function down(home: Home): Promise<boolean> {
  const client = LauncherClient.find(home);
  if (!client) return false;
  await client.down();
  const deadline = Date.now() + ENDS_WITHIN_MS;
  while (readRecord(home)) {
    if (Date.now() > deadline)
      throw new CliFailure(
        `the launcher (pid ${client.pid}) is still there after ${ENDS_WITHIN_MS / 1000} s`,
        `look at the logs; as a last resort: kill ${client.pid}`,
      );
    await pause(50);
  }
  return true;
}
