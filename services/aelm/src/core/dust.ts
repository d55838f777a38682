import { Exact, larger, multipleAbove } from "@quantum/exact";
import type { Known } from "./case.ts";

/** AE-10: parts are on the step and legal each by itself; what would be too small joins the one before. Together they are the whole. `lowestPrice`: the worst that the exchange may take for its least notional. */
export function splitQuantity(
  quantity: string,
  parts: number,
  { contract, lowestPrice }: Pick<Known, "contract"> & { readonly lowestPrice: Exact },
): Exact[] {
  const whole = new Exact(quantity);
  const step = new Exact(contract.stepSize);
  const least = larger(new Exact(contract.minQuantity), multipleAbove(new Exact(contract.minNotionalUsd).div(lowestPrice), step));
  const part = larger(multipleAbove(whole.div(parts), step), least);
  const split: Exact[] = [];
  let left = whole;
  while (left.gt(0)) {
    const joins = left.minus(part).lt(least);
    split.push(joins ? left : part);
    left = joins ? new Exact(0) : left.minus(part);
  }
  return split;
}
