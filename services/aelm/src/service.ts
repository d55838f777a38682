import type { ServiceDefinition } from "@quantum/service-kit/run";
import type { Request, Response } from "express";
import type { Pool } from "pg";
import * as z from "zod";
import { type AelmConfig, settingsFrom } from "./config.ts";
import { type AelmSettings, type AelmState, createAelmCore, planOrder } from "./core/index.ts";
import { percentileOf } from "./percentile.ts";
import { intentOf, whatIfSchema } from "./what-if.ts";

/** Connects the planner to its endpoints. None changes anything, so none needs the control token. */
export function service(config: AelmConfig): ServiceDefinition<AelmState> {
  const settings = settingsFrom(config);
  return {
    core: createAelmCore(settings),
    routes: (router, view) => {
      router.get("/shortfall", (_request, response) => void response.json(overview(view.state())));
      router.get("/plans/:intentId", (request, response) => showPlan(request.params.intentId, response, view));
      router.post("/plan", (request, response) => planWhatIf(request, response, { state: view.state(), settings }));
    },
  };
}

/** What orders cost so far, with the plan and without, and the latest of them. */
function overview({ tallies, shortfalls }: Readonly<AelmState>) {
  const lately = (executed: "PLANNED" | "PLAIN") => {
    const costs = shortfalls.filter((one) => one.executed === executed).map(({ totalBps }) => totalBps);
    return { ...tallies[executed], lateP50Bps: percentileOf(costs, 0.5), lateP95Bps: percentileOf(costs, 0.95) };
  };
  return { PLANNED: lately("PLANNED"), PLAIN: lately("PLAIN"), latest: shortfalls.toReversed() };
}

/** A plan made lately, or one that the database kept. */
async function showPlan(intentId: string, response: Response, view: { state(): Readonly<AelmState>; database(): Pool }): Promise<void> {
  const late = view.state().plans.find((plan) => plan.intentId === intentId);
  const plan = late ?? (await view.database().query("SELECT plan FROM plans WHERE key = $1", [intentId])).rows[0]?.plan;
  if (plan) response.json(plan);
  else response.status(404).json({ error: "NOT_FOUND", message: `there is no plan for intent ${intentId}` });
}

/** How the planner would carry out this order now. */
function planWhatIf(request: Request, response: Response, desk: { state: Readonly<AelmState>; settings: AelmSettings }): void {
  const parsed = whatIfSchema.safeParse(request.body);
  if (!parsed.success) {
    response.status(400).json({ error: "BAD_REQUEST", message: z.prettifyError(parsed.error) });
    return;
  }
  const intent = intentOf(parsed.data, desk.state);
  if (intent === null) {
    response.status(400).json({ error: "BAD_REQUEST", message: `no price of ${parsed.data.symbol} is known; give referencePrice` });
    return;
  }
  response.json(planOrder({ intent, ...desk }));
}
