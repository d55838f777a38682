import { type Request, type RequestHandler, type Response, Router } from "express";
import * as z from "zod";
import { type EssState, LEVELS, type StopRequest } from "./core/index.ts";

/** What the routes may do. `stop` and `rearm` answer when it is decided and on the disk. */
export interface EssRoutesHost {
  readonly control: RequestHandler;
  state(): Readonly<EssState>;
  status(): Record<string, unknown>;
  stop(request: StopRequest): void;
  /** Null when it is done, else why not. */
  rearm(request: { by: string; reason: string }): { code: string; message: string } | null;
}

const stopBody = z.object({
  level: z.enum(LEVELS).exclude(["NORMAL"]).default("HALT"),
  close: z.boolean().default(false),
  by: z.string(),
  reason: z.string(),
});
const rearmBody = z.object({ by: z.string().trim().min(1).max(100), reason: z.string().trim().min(1).max(1_000) });

/** GET /status, POST /stop {level?, close?, by, reason}, POST /rearm {by, reason}. */
export function essRoutes(host: EssRoutesHost): Router {
  const router = Router();
  router.get("/status", (_request, response) => {
    response.json(host.status());
  });
  router.post("/stop", host.control, (request, response) => {
    const asked = stopBody.safeParse(request.body);
    if (!asked.success) {
      refuse(
        response,
        400,
        "BAD_REQUEST",
        `level is one of PAUSE, REDUCE_ONLY, HALT; close is true or false: ${asked.error.issues[0]?.message}`,
      );
      return;
    }
    host.stop(asked.data);
    const { level, sweep } = host.state();
    response.status(202).json({ level, sweep });
  });
  router.post("/rearm", keepAsked, host.control, (_request, response) => {
    const asked = rearmBody.safeParse(response.locals.asked);
    if (!asked.success) {
      refuse(response, 400, "REASON_REQUIRED", 'Re-arming needs who does it and why: {"by":"anna","reason":"exchange outage is over"}.');
      return;
    }
    const refusal = host.rearm(asked.data);
    if (refusal) refuse(response, 409, refusal.code, refusal.message);
    else response.json({ level: host.state().level, ...asked.data });
  });
  return router;
}

/** The control check fills in who and why where they are missing; a re-arm must say both itself. */
function keepAsked(request: Request, response: Response, next: () => void): void {
  response.locals.asked = request.body;
  next();
}

function refuse(response: Response, status: number, error: string, message: string): void {
  response.status(status).json({ error, message });
}
