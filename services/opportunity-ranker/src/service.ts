import { ConfigError } from "@quantum/service-kit/config";
import type { ServiceDefinition } from "@quantum/service-kit/run";
import { type RankerConfig, settingsOf } from "./config.ts";
import { createOpportunityRankerCore, LIMITS, type RankerState, rankCorrelationOf, slopeOf } from "./core/index.ts";

const DAY_MS = 86_400_000;

/** Connects the core to its read endpoints. */
export function service(config: RankerConfig): ServiceDefinition<RankerState> {
  if (config.STOP_MIN_RATIO > config.STOP_MAX_RATIO)
    throw new ConfigError([`STOP_MIN_RATIO: ${config.STOP_MIN_RATIO} is above STOP_MAX_RATIO (${config.STOP_MAX_RATIO})`]);
  return {
    core: createOpportunityRankerCore(settingsOf(config)),
    routes: (router, view) => {
      router.get("/rankings", (request, response) => {
        const limit = limitOf(request.query.limit, Math.min(config.RANKING_LIMIT, LIMITS.placesShown));
        if (limit !== null) return void response.json(rankingsOf(view.state(), limit));
        const message = `limit: ${JSON.stringify(request.query.limit)} is not usable; give a whole number from 0 to ${LIMITS.placesShown}`;
        response.status(400).json({ error: "BAD_REQUEST", message });
      });
      router.get("/performance", (_request, response) => void response.json(performanceOf(view.state())));
    },
    gauges: (state) => {
      const correlation = rankCorrelationOf(state.days, state.horizonBars);
      return [
        { name: "fleet_rank_correlation_ratio", help: "Spearman between score and outcome", value: correlation?.value ?? null },
        { name: "fleet_rank_correlation_low_ratio", help: "Lower end of its 95 % interval", value: correlation?.low ?? null },
        { name: "fleet_rank_correlation_high_ratio", help: "Upper end of its 95 % interval", value: correlation?.high ?? null },
        { name: "fleet_edge_believed_ratio", help: "Share of a claimed edge that is believed", value: slopeOf(state.calibration) },
        { name: "fleet_opportunities_tradable", help: "Places that may be traded", value: state.ranking?.limit ?? null },
      ];
    },
  };
}

function limitOf(asked: unknown, usual: number): number | null {
  if (asked === undefined) return usual;
  return typeof asked === "string" && /^\d{1,4}$/.test(asked) && Number(asked) <= LIMITS.placesShown ? Number(asked) : null;
}

function rankingsOf({ ranking }: Readonly<RankerState>, limit: number) {
  if (ranking === null) return { at: null, tradablePlaces: 0, ranked: 0, opportunities: [], skipped: [], rankCorrelation: null };
  const { at, ranked, opportunities, skipped, rankCorrelation } = ranking;
  return {
    at,
    tradablePlaces: ranking.limit,
    ranked,
    opportunities: opportunities.slice(0, limit),
    skipped,
    rankCorrelation,
  };
}

/** How good the ranking was, in all and by day, and how much of the models' edge is believed by now. */
function performanceOf({ days, horizonBars, calibration }: Readonly<RankerState>) {
  const byDay = days.map((day) => {
    const mean = day.cycles === 0 ? null : day.sum / day.cycles;
    const date = new Date(day.day * DAY_MS).toISOString().slice(0, 10);
    return { date, cycles: day.cycles, samples: day.samples, mean, stated: rankCorrelationOf([day], horizonBars) };
  });
  return { rankCorrelation: rankCorrelationOf(days, horizonBars), byDay, edgeBelieved: slopeOf(calibration) };
}
