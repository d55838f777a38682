import { type RequestHandler, Router } from "express";
import type { Redis } from "ioredis";
import * as z from "zod";

const drillBody = z.object({ fault: z.enum(["block", "stall"]), forMs: z.number().int().min(0).max(600_000).default(60_000) });

/**
 * POST /drill: makes this service ill, for drills alone (DRILL_FAULTS=true). block: the event loop stands still for `forMs`. stall: it lives and answers,
 * and reads no stream any more.
 */
export function drillRoute(control: RequestHandler, readRedis: Redis): Router {
  const router = Router();
  router.post("/drill", control, (request, response) => {
    const asked = drillBody.safeParse(request.body);
    if (!asked.success) {
      response.status(400).json({ error: "BAD_REQUEST", message: asked.error.issues[0]?.message });
      return;
    }
    const { fault, forMs } = asked.data;
    if (fault === "stall") readRedis.xreadgroup = () => new Promise<never>(() => undefined);
    // Only once the answer has left does everything stand still.
    else response.once("finish", () => setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, forMs)));
    response.status(202).json({ fault, forMs });
  });
  return router;
}
