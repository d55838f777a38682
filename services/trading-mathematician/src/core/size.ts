import { Exact, text } from "@quantum/exact";
import type { AdvisedSize, Edge, Verdict } from "@quantum/types";
import { completeData, type Known } from "./complete-data.ts";
import { verdictOf } from "./finding.ts";
import { type Levels, levelsOf } from "./levels.ts";
import type { MathematicianSettings } from "./limits.ts";
import { liquidationPrice } from "./liquidation.ts";
import { type Sizing, sizeByRules } from "./optimal-parameters.ts";
import { type RiskBase, riskBase } from "./risk-base.ts";
import type { Candidate, MathematicianState } from "./state.ts";
import { stopFinding, stopRatioOf } from "./stop-distance.ts";
import { quantityWorth, tradableSize } from "./tradable-size.ts";

/** What all sizes of one cycle share. */
export interface Desk {
  readonly edge: Edge;
  readonly base: RiskBase;
  readonly equityUsd: string | null;
  readonly market: Readonly<Pick<MathematicianState, "contracts" | "costs" | "quotesAt">>;
  readonly at: number;
  readonly settings: MathematicianSettings;
}

/** The desk of a cycle. */
export function deskOf(rest: Omit<Desk, "base">): Desk {
  return { ...rest, base: riskBase(rest.edge, rest.settings) };
}

/** The one calculation behind a size: data, stop, risk, leverage, and what the exchange takes. */
export function sizeOf(candidate: Candidate, desk: Desk): AdvisedSize {
  const { known, finding } = completeData(candidate, desk);
  const data = verdictOf("TM-07", finding);
  if (known === null) return refused(candidate, desk, [data]);
  const { direction, confidence } = candidate;
  const { contract, atrRatio, costs } = known;
  const price = new Exact(candidate.close);
  const levels = levelsOf(
    { direction, price, tickSize: contract.tickSize },
    stopRatioOf(atrRatio, desk.settings),
    desk.settings.takeProfitMultiple,
  );
  if (levels === null)
    return refused(candidate, desk, [
      data,
      verdictOf("TM-05", { ...stopFinding(1), reason: "no positive price is left for stop or target" }),
    ]);
  const equityUsd = Number(known.equityUsd);
  const question = { direction, equityUsd, atrRatio, confidence, base: desk.base, stopRatio: levels.stopRatio };
  const sizing = sizeByRules({ ...question, terms: { ...contract, ...costs } }, desk.settings);
  const verdicts = [data, ...sizing.verdicts];
  if (verdicts.some(({ passed }) => !passed)) return refused(candidate, desk, verdicts);
  const quantity = quantityWorth(sizing.notionalUsd, price, contract);
  verdicts.push(verdictOf("TM-08", tradableSize(quantity, quantity.times(price), contract)));
  if (!verdicts.at(-1)?.passed) return refused(candidate, desk, verdicts);
  return sized(candidate, { desk, known, levels, sizing, quantity, verdicts });
}

interface Found {
  readonly desk: Desk;
  readonly known: Known;
  readonly levels: Levels;
  readonly sizing: Sizing;
  readonly quantity: Exact;
  readonly verdicts: Verdict[];
}

function sized(candidate: Candidate, { desk, known, levels, sizing, quantity, verdicts }: Found): AdvisedSize {
  const { symbol, direction, close } = candidate;
  const { leverage, stopRatio, costRatio } = sizing;
  const notionalUsd = quantity.times(close).toNumber();
  const riskUsd = notionalUsd * (stopRatio + costRatio);
  const position = { ...known.contract, ...known.costs, direction, leverage, notionalUsd };
  return {
    symbol,
    direction,
    outcome: "SIZED",
    basis: desk.base.basis,
    kellyFraction: desk.edge.kellyFraction,
    fractionUsed: riskUsd / Number(known.equityUsd),
    riskUsd,
    marginUsd: notionalUsd / leverage,
    notionalUsd,
    leverage,
    tpPct: levels.takeProfitRatio * 100,
    slPct: stopRatio * 100,
    quantity: text(quantity),
    referencePrice: text(new Exact(close)),
    stopPrice: text(levels.stopPrice),
    takeProfitPrice: text(levels.takeProfitPrice),
    liquidationPrice: Math.max(0, liquidationPrice(close, position)),
    liquidationDistancePct: sizing.liquidationRatio * 100,
    verdicts,
  };
}

function refused({ symbol, direction, close }: Candidate, { edge }: Desk, verdicts: Verdict[]): AdvisedSize {
  const nothing = { fractionUsed: 0, riskUsd: 0, marginUsd: 0, notionalUsd: 0, leverage: 0, tpPct: 0, slPct: 0, quantity: "0" };
  const nowhere = { stopPrice: null, takeProfitPrice: null, liquidationPrice: null, liquidationDistancePct: null };
  const { kellyFraction } = edge;
  return {
    symbol,
    direction,
    outcome: "REFUSED",
    basis: null,
    kellyFraction,
    ...nothing,
    referencePrice: text(new Exact(close)),
    ...nowhere,
    verdicts,
  };
}
