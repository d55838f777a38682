import type { ServiceView } from "@quantum/service-kit/run";
import type { Response, Router } from "express";
import * as z from "zod";
import type { JobSettings } from "../config.ts";
import { type ClmState, dueWindow, EVALUATION, evaluationId, windowUntilNow } from "../core/index.ts";
import { readEvaluation, readNewestEvaluation } from "./evaluation-store.ts";
import type { JobDesk } from "./job-desk.ts";

const { least, most } = EVALUATION.windowDays;
const askBody = z.looseObject({ days: z.number().int().min(least).max(most).optional() });

/**
 * GET /models/evaluation: the newest, the queue and what is due next. GET /models/evaluation/:id: one, and its job.
 * POST /models/evaluate (control token; {by, reason, days?}): asks for one of the last days now.
 */
export function jobRoutes(router: Router, view: ServiceView<ClmState>, { desk, settings }: { desk: JobDesk; settings: JobSettings }): void {
  router.get("/models/evaluation", (_request, response) =>
    answer(response, async () => ({
      evaluation: await readNewestEvaluation(view.database()),
      queue: desk.seen?.queue ?? null,
      due: dueOf(view.state(), settings),
    })),
  );
  router.get("/models/evaluation/:id", (request, response) =>
    answer(response, async () => {
      const id = request.params.id;
      const evaluation = await readEvaluation(view.database(), id);
      const job = await desk.queue.look(id);
      return evaluation === null && job === null ? null : { evaluation, job };
    }),
  );
  router.post("/models/evaluate", view.control, (request, response) => {
    const body = askBody.safeParse(request.body);
    const { lastCloseAt } = view.state();
    if (!body.success)
      return void response.status(400).json({ error: "BAD_REQUEST", message: `days: a whole number from ${least} to ${most}` });
    if (lastCloseAt === 0)
      return void response.status(409).json({ error: "NO_MARKET", message: "no cycle has closed yet; there is nothing to judge" });
    const window = windowUntilNow(lastCloseAt, body.data.days ?? settings.EVALUATION_DAYS);
    void answer(
      response,
      async () => {
        const outcome = await desk.ask(view.database(), window);
        return { evaluation: evaluationId(window), ...window, outcome, see: `/models/evaluation/${evaluationId(window)}` };
      },
      202,
    );
  });
}

function dueOf(state: Readonly<ClmState>, { EVALUATION_EVERY_HOURS, EVALUATION_DAYS }: JobSettings) {
  const window = dueWindow(state, { everyHours: EVALUATION_EVERY_HOURS, days: EVALUATION_DAYS });
  return window === null ? null : { evaluation: evaluationId(window), ...window };
}

/** Null is not found; what Redis or Postgres refuse is 503. */
async function answer(response: Response, find: () => Promise<object | null>, status = 200): Promise<void> {
  try {
    const found = await find();
    if (found === null)
      response.status(404).json({ error: "NOT_FOUND", message: "no such evaluation; GET /models/evaluation shows the newest" });
    else response.status(status).json(found);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    response.status(503).json({ error: "UNAVAILABLE", message: `${reason}; try again when /health says it is back` });
  }
}
