import { Exact, multipleAbove, multipleBelow, text } from "@quantum/exact";
import type { Direction } from "@quantum/types";
import type { Desk, Finding } from "./desk.ts";
import type { Levels } from "./stop-and-target.ts";

/**
 * TB-33: while pal binds, the target of an entry is farther, because pal looks after the profit with the stop: at the usual target a trade would
 * be over before there is anything to amplify. Never nearer than it would be without. Null: the usual target stays.
 */
export function amplifiedTarget(
  trade: { readonly direction: Direction; readonly levels: Levels; readonly tickSize: string },
  { words: { amplification }, settings }: Pick<Desk, "words" | "settings">,
): { levels: Levels; finding: Finding } | null {
  if (amplification === null) return null;
  const { direction, levels, tickSize } = trade;
  const price = new Exact(levels.referencePrice);
  const away = new Exact(levels.stopDistance).times(settings.amplifiedTargetMultiple);
  const target = direction === "LONG" ? multipleAbove(price.plus(away), tickSize) : multipleBelow(price.minus(away), tickSize);
  const distance = target.minus(price).abs();
  if (!target.gt(0) || !distance.gt(levels.takeProfitDistance)) return null;
  const reason = `pal looks after the profit: target ${text(target)}, ${settings.amplifiedTargetMultiple} stop distances away, instead of ${levels.takeProfitPrice}`;
  return {
    levels: { ...levels, takeProfitPrice: text(target), takeProfitDistance: text(distance) },
    finding: { rule: "TB-33", passed: true, observed: text(target), limit: levels.takeProfitPrice, reason },
  };
}
