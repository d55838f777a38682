import type { ServiceDefinition } from "@quantum/service-kit/run";
import * as z from "zod";
import { type MathematicianConfig, settingsFrom } from "./config.ts";
import { createMathematicianCore, edgeOf, type MathematicianState, riskBase } from "./core/index.ts";
import { answerQuestion, parseQuestion } from "./size-question.ts";

/** Connects the mathematician to its endpoints. Neither changes anything, so neither needs the control token. */
export function service(config: MathematicianConfig): ServiceDefinition<MathematicianState> {
  const settings = settingsFrom(config);
  return {
    core: createMathematicianCore(settings),
    routes: (router, view) => {
      router.post("/size", (request, response) => {
        const parsed = parseQuestion(request.body);
        if (parsed.success) return void response.json(answerQuestion(parsed.data, view.state(), settings));
        response.status(400).json({ error: "BAD_REQUEST", message: z.prettifyError(parsed.error) });
      });
      router.get("/evidence", (_request, response) => {
        const { trades, last } = view.state();
        const edge = edgeOf(trades);
        response.json({ edge, risk: riskBase(edge, settings), settings, trades, last });
      });
    },
    gauges: ({ last }) => [
      {
        name: "fleet_kelly_lower_ratio",
        help: "Lower bound of Kelly's fraction by the desk's own trades",
        value: last?.edge.lowerKellyFraction ?? null,
      },
    ],
  };
}
