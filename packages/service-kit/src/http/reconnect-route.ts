import { type RequestHandler, Router } from "express";
import type { Redis } from "ioredis";

/** POST /reconnect: gives up connections that may only look alive and makes them anew. What was on its way starts again from what is saved. */
export function reconnectRoute(control: RequestHandler, connections: readonly Redis[], own: () => void): Router {
  const router = Router();
  router.post("/reconnect", control, (_request, response) => {
    for (const redis of connections) redis.disconnect(true);
    own();
    response.status(202).json({ reconnecting: true });
  });
  return router;
}
