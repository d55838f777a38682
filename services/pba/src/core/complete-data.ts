import { Exact, larger } from "@quantum/exact";
import { sectorOf } from "@quantum/market";
import type { Intent } from "@quantum/types";
import { LIMITS } from "./limits.ts";
import type { Measure } from "./rule.ts";
import { type Contract, lookUp, type PbaState } from "./state.ts";

/** What a proposal is judged with: known for sure, or named in `missing`. */
export interface Known {
  readonly missing: readonly string[];
  readonly sector: string;
  /** The highest price the order could mean: its limit, its reference or the last close. */
  readonly price: Exact;
  readonly contract: Contract;
}

/** The order, the moment of its cycle, and what is known besides. `portfolioDoubt` says why there is no portfolio to hold it against. */
export interface Question {
  readonly intent: Pick<Intent, "symbol" | "quantity" | "referencePrice" | "price" | "leverage">;
  readonly at: number;
  readonly portfolioDoubt: string | null;
}

const NO_CONTRACT: Contract = { stepSize: "0", minQuantity: "0", minNotionalUsd: "0" };

/** PBA-07: portfolio, equity, sector, price, contract and the order's own figures are known and usable; what is missing never counts as fine. */
export function completeData(state: Readonly<Pick<PbaState, "prices" | "contracts">>, { intent, at, portfolioDoubt }: Question): Known {
  const missing = portfolioDoubt === null ? [] : [portfolioDoubt];
  const { symbol, quantity, referencePrice, leverage } = intent;
  const sector = sectorOf(symbol);
  if (sector === "OTHER") missing.push("sector");
  const last = lookUp(state.prices, symbol);
  if (last === null || at - last.at > LIMITS.maxPriceAgeMs || !(last.price > 0)) missing.push("price");
  const contract = lookUp(state.contracts, symbol);
  if (contract === null) missing.push("contract");
  const figures = [quantity, referencePrice, ...(intent.price === null ? [] : [intent.price])].map((figure) => new Exact(figure));
  if (figures.some((figure) => !figure.gt(0))) missing.push("quantity or price of the order");
  if (!(leverage >= 1)) missing.push("leverage");
  const price = figures.slice(1).reduce(larger, new Exact(last?.price ?? 0));
  return { missing, sector, price, contract: contract ?? NO_CONTRACT };
}

/** PBA-07 in words. */
export function dataMeasure({ missing }: Pick<Known, "missing">): Measure {
  const reason = missing.length > 0 ? `DATA_MISSING: ${missing.join(", ")}` : "portfolio, equity, sector, price and contract are known";
  return { observed: missing.length, limit: 0, reason };
}
