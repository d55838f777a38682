import type { ServiceDefinition } from "@quantum/service-kit/run";
import type { Request, Response } from "express";
import * as z from "zod";
import { type PbaConfig, settingsFrom } from "./config.ts";
import { assess, createPbaCore, currentPortfolio, exposureAllowed, inspect, type PbaSettings, type PbaState } from "./core/index.ts";
import { assessmentOf, whatIfSchema } from "./what-if.ts";

/** Connects the balancer to its endpoints. Neither changes anything, so neither needs the control token. */
export function service(config: PbaConfig): ServiceDefinition<PbaState> {
  const settings = settingsFrom(config);
  return {
    core: createPbaCore(settings),
    routes: (router, view) => {
      const desk = () => ({ state: view.state(), settings: settingsNow(view.state(), settings) });
      router.get("/portfolio", (_request, response) => void response.json(overview(view.state(), desk().settings)));
      router.post("/evaluate", (request, response) => evaluate(request, response, desk()));
    },
  };
}

/** The limits as directives leave them for the next cycle. */
function settingsNow(state: Readonly<PbaState>, settings: PbaSettings): PbaSettings {
  return { ...settings, allowedExposureEquityRatio: exposureAllowed(state, state.barsAt + 1, settings) };
}

/** The desk as it was last valued, what every limit says of it, and the last review. */
function overview(state: Readonly<PbaState>, settings: PbaSettings) {
  const portfolio = currentPortfolio(state);
  const { reductions } = assess(state, { proposals: [], portfolio, at: state.barsAt }, settings);
  return { portfolio, limits: settings, verdicts: inspect(state, portfolio, settings), reductions, last: state.last };
}

/** What the balancer would say to these proposals now. */
function evaluate(request: Request, response: Response, desk: { state: Readonly<PbaState>; settings: PbaSettings }): void {
  const parsed = whatIfSchema.safeParse(request.body);
  if (!parsed.success) {
    response.status(400).json({ error: "BAD_REQUEST", message: z.prettifyError(parsed.error) });
    return;
  }
  const { state, settings } = desk;
  const question = assessmentOf(parsed.data, state);
  const held = inspect(state, question.portfolio, settings);
  response.json({ at: question.at, ...assess(state, question, settings), held });
}
