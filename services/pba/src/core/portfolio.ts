import { Exact, ZERO } from "@quantum/exact";
import type { EventData, FleetEvent } from "@quantum/types";
import { LIMITS } from "./limits.ts";
import type { PbaState, Portfolio } from "./state.ts";

/** What the balancer keeps of a valuation; a valuation it cannot rely on says why. */
export function portfolioOf({ data, at, cycle }: FleetEvent<"portfolio.valued">): Portfolio {
  const positions = data.positions.map(({ tradeId, symbol, direction, quantity, markPrice, leverage, sector }) => {
    return { tradeId, symbol, direction, quantity, markPrice, leverage, sector };
  });
  return { cycle: cycle ?? at, equityUsd: data.equityUsd, positions, doubt: doubtOf(data) };
}

function doubtOf(data: EventData<"portfolio.valued">): string | null {
  if (!new Exact(data.equityUsd).gt(0)) return `equity (${data.equityUsd} USD)`;
  const open = data.differences.find(({ symbol }) => symbol === null);
  if (open) return `equity (books and exchange differ in ${open.kind})`;
  const unusable = data.positions.find(({ quantity, markPrice }) => !new Exact(quantity).gt(0) || !new Exact(markPrice).gt(0));
  if (unusable) return `quantity or price of the position in ${unusable.symbol}`;
  const nameless = data.positions.find(({ sector }) => sector === "");
  if (nameless) return `sector of the position in ${nameless.symbol}`;
  return addsUp(data) ? null : "portfolio (its positions do not add up to its exposure)";
}

function addsUp({ positions, equityUsd, exposure }: EventData<"portfolio.valued">): boolean {
  const gross = positions.reduce((sum, { quantity, markPrice }) => sum.plus(new Exact(quantity).times(markPrice)), ZERO);
  const ratio = gross.div(equityUsd).toNumber();
  return Math.abs(ratio - exposure.grossRatio) <= LIMITS.addsUpToleranceRatio * Math.max(ratio, exposure.grossRatio);
}

/** The newest valuation, for questions outside a cycle; doubted when bars have gone on without it. */
export function currentPortfolio({ portfolio, barsAt }: Readonly<Pick<PbaState, "portfolio" | "barsAt">>): Portfolio | null {
  if (portfolio === null || barsAt - portfolio.cycle <= LIMITS.maxPriceAgeMs) return portfolio;
  return { ...portfolio, doubt: `portfolio (last valued ${new Date(portfolio.cycle).toISOString()})` };
}
