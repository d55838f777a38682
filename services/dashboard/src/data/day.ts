import type { EventData, FleetEvent } from "@quantum/types";
import type { Select } from "./query.ts";

const DAY_MS = 86_400_000;

/** The last valuation, the market time it was made at, and the day it is shown under. */
export interface LastValued {
  readonly at: number;
  readonly data: EventData<"portfolio.valued">;
  readonly dayStartAt: number;
  readonly dayStartEquityUsd: string;
}

/** The close at midnight ends a day: it is shown under the day that is over, when a valuation of that day told how it began. */
export function nextValued(last: LastValued | null, { at, data }: FleetEvent<"portfolio.valued">): LastValued {
  const startAt = Math.floor(at / DAY_MS) * DAY_MS;
  const endsDay = at === startAt && last !== null && last.at < at && last.dayStartAt === at - DAY_MS;
  return endsDay
    ? { at, data, dayStartAt: last.dayStartAt, dayStartEquityUsd: last.dayStartEquityUsd }
    : { at, data, dayStartAt: startAt, dayStartEquityUsd: data.dayStartEquityUsd };
}

interface TradeSums {
  closed: number;
  wins: number;
  averageR: number | null;
  netUsd: number;
}

/** Headline figures of the UTC day of the last valuation. `known` is false while nobody has valued the desk. */
export async function day(select: Select, valued: LastValued | null) {
  if (!valued) return { known: false as const };
  const { at, data, dayStartAt } = valued;
  const [trades] = await select<TradeSums>(
    `SELECT count(*)::int AS closed, (count(*) FILTER (WHERE net_pnl_usd > 0))::int AS wins, avg(r_multiple) AS "averageR",
            coalesce(sum(net_pnl_usd), 0)::float8 AS "netUsd"
     FROM trades WHERE status = 'CLOSED' AND closed_at > $1`,
    [dayStartAt],
  );
  const [counts] = await select<{ orders: number; fills: number; cycles: number }>(
    `SELECT (SELECT count(*) FROM orders WHERE at >= $1)::int AS orders, (SELECT count(*) FROM fills WHERE at >= $1)::int AS fills,
            (SELECT count(*) FROM cycles WHERE at >= $1)::int AS cycles`,
    [dayStartAt],
  );
  return { known: true as const, at, ...figures(data, Number(valued.dayStartEquityUsd)), trades, ...counts };
}

function figures(data: EventData<"portfolio.valued">, dayStartUsd: number) {
  const equityUsd = Number(data.equityUsd);
  return {
    equityUsd,
    walletUsd: Number(data.walletUsd),
    unrealisedPnlUsd: Number(data.unrealisedPnlUsd),
    dayPnlUsd: equityUsd - dayStartUsd,
    dayPnlRatio: dayStartUsd > 0 ? equityUsd / dayStartUsd - 1 : null,
    drawdownRatio: data.drawdownRatio,
    peakEquityUsd: Number(data.peakEquityUsd),
    feesUsd: Number(data.feesUsd),
    fundingUsd: Number(data.fundingUsd),
    grossExposureRatio: data.exposure.grossRatio,
    openPositions: data.positions.length,
    differences: data.differences,
  };
}
