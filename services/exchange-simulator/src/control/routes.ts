import { requireControl } from "@quantum/service-kit/http";
import { type RequestHandler, Router } from "express";
import * as z from "zod";
import { type Faults, faultsSchema } from "../api/faults.ts";
import type { SimulatorConfig } from "../config.ts";
import { booksOf } from "../venue/books.ts";
import type { Venue } from "../venue/venue.ts";
import type { Hub } from "../ws/hub.ts";

/** What the control API works on. */
export interface ControlParts {
  readonly venue: Venue;
  readonly hub: Hub;
  readonly faults: Faults;
  readonly config: SimulatorConfig;
}

const advanceSchema = z.object({ to: z.number("epoch milliseconds").int().nonnegative() });

/** The control API: clock, books, faults and timings. Every route needs the control token. */
export function controlRoutes(parts: ControlParts): Router {
  const router = Router();
  router.use(requireControl(parts.config.controlToken));
  router.get("/status", (_request, response) => {
    response.json(statusOf(parts));
  });
  router.post("/advance", advance(parts));
  router.get("/books", (_request, response) => {
    response.json(booksOf(parts.venue.exchange));
  });
  router.get("/timing", (_request, response) => {
    response.json({ barToOrderMs: parts.venue.timing.barToOrderMs });
  });
  router.get("/faults", (_request, response) => {
    response.json(parts.faults.view());
  });
  router.post("/faults", setFaults(parts));
  router.delete("/faults", (_request, response) => {
    parts.faults.clear();
    response.json(parts.faults.view());
  });
  return router;
}

function statusOf({ venue, config }: ControlParts): Record<string, unknown> {
  const { source, generated, interval, startAt, endAt } = venue.tape.content;
  return {
    clock: config.SIM_CLOCK,
    source,
    generated,
    baseInterval: interval,
    startAt,
    marketAt: venue.marketAt,
    endAt,
    stepMs: venue.tape.stepMs,
    done: venue.done,
    symbols: venue.tape.symbols,
  };
}

/** Idempotent: a market that is already at `to` stays where it is. Answers after everything was matched and sent. */
function advance({ venue, config }: ControlParts): RequestHandler {
  return (request, response) => {
    if (config.SIM_CLOCK !== "lockstep") {
      response
        .status(409)
        .json({ error: "CLOCK_IS_PACED", message: "The clock runs by itself.", action: "Set SIM_CLOCK=lockstep to advance it by hand." });
      return;
    }
    const body = advanceSchema.safeParse(request.body);
    if (!body.success) {
      response.status(400).json({ error: "BAD_REQUEST", message: 'Send {"to": <epoch milliseconds>}.' });
      return;
    }
    venue.advanceTo(body.data.to);
    response.json({ marketAt: venue.marketAt, done: venue.done });
  };
}

function setFaults({ faults, hub }: ControlParts): RequestHandler {
  return (request, response) => {
    const { by: _by, reason: _reason, ...settings } = request.body as Record<string, unknown>;
    const parsed = faultsSchema.safeParse(settings);
    if (!parsed.success) {
      const problems = parsed.error.issues.map((issue) => `${issue.path.join(".") || "body"}: ${issue.message}`);
      response.status(400).json({ error: "BAD_REQUEST", message: problems.join("; ") });
      return;
    }
    faults.set(parsed.data);
    if (parsed.data.disconnectWs) hub.disconnectAll();
    response.json(faults.view());
  };
}
