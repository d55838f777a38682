import type { EventData } from "@quantum/types";

/** What portfolio_intelligence says of a desk worth so much: nothing open, nothing lost and all well, unless told otherwise. */
export function valuation(part: Partial<EventData<"portfolio.valued">> = {}, worthUsd = "10000"): EventData<"portfolio.valued"> {
  return {
    walletUsd: worthUsd,
    unrealisedPnlUsd: "0",
    equityUsd: worthUsd,
    peakEquityUsd: worthUsd,
    drawdownRatio: 0,
    dayStartEquityUsd: worthUsd,
    realisedPnlUsd: "0",
    feesUsd: "0",
    fundingUsd: "0",
    positions: [],
    exposure: { grossRatio: 0, netRatio: 0, longRatio: 0, shortRatio: 0, bySymbol: {}, bySector: {} },
    averageCorrelation: null,
    differences: [],
    ...part,
  };
}
