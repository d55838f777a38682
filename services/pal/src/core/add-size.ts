import { Exact, multipleBelow, text } from "@quantum/exact";
import type { Plan } from "./case.ts";
import { LIMITS } from "./limits.ts";
import { type Idea, leavesRoom, nearer, no, stopOnTick, worstPrice } from "./rule.ts";

const RULE = "PAL-05";

/**
 * PAL-05: adds a quarter of the original size, at most half of it in all, to a trade that goes on winning. Before that the stop moves so far
 * that the whole trade, at the worst price allowed and with the costs of the addition, loses no more at it than it did before, nor than
 * its original risk. When that would put the stop into the noise, nothing is added.
 */
export function addSize(plan: Plan): Idea {
  const {
    rMultiple,
    momentumR,
    originalQuantity,
    scaledOut,
    quantity,
    contract,
    case: { profile },
  } = plan;
  if (rMultiple < profile.addFromR) return no(RULE, rMultiple, profile.addFromR, `R is below ${profile.addFromR}`);
  if (momentumR === null || momentumR < 0) return no(RULE, momentumR, 0, "it is not gaining");
  if (originalQuantity === null) return no(RULE, null, null, "its original size is not known");
  if (scaledOut) return no(RULE, text(quantity), null, "part of it was already taken off");
  const room = originalQuantity.times(1 + LIMITS.maxAddRatio).minus(quantity);
  const step = originalQuantity.times(LIMITS.addStepRatio);
  if (!room.gt(0)) return no(RULE, text(quantity.div(originalQuantity)), 1 + LIMITS.maxAddRatio, "all that may be added was added");
  const added = multipleBelow(step.lt(room) ? step : room, contract.stepSize);
  const limitPrice = worstPrice(plan, plan.sign > 0);
  const tradable =
    added.gt(0) &&
    added.gte(contract.minQuantity) &&
    added.lte(contract.maxQuantity) &&
    added.times(plan.mark).gte(contract.minNotionalUsd);
  if (!tradable) return no(RULE, text(added), contract.minQuantity, `${text(added)} is not a size the exchange takes`);
  const newStop = stopFor(plan, added, limitPrice);
  if (!leavesRoom(plan, newStop))
    return no(RULE, text(newStop), profile.stopRoomAtr, `the stop would have to move to ${text(newStop)}, too near to the price`);
  const reason = `R ${Number(rMultiple.toFixed(4))}: adds ${text(added)} to ${text(quantity)} of originally ${text(originalQuantity)}, stop to ${text(newStop)} first`;
  const moves = nearer(plan, newStop, plan.stop).gt(0);
  return {
    finding: { rule: RULE, passed: true, observed: rMultiple, limit: profile.addFromR, reason },
    proposal: { action: "ADD_SIZE", steps: moves ? ["MOVE_STOP", "ADD_SIZE"] : ["ADD_SIZE"], quantity: added, limitPrice, newStop },
  };
}

/** What floats may be wrong by, as a share of a price; the exact check is PAL-10, which is asked afterwards. */
const FLOAT_RATIO = 1e-12;

/** The loosest stop at which the enlarged trade loses no more than before, never looser than the one that rests. */
function stopFor(plan: Plan, added: Exact, limitPrice: Exact): Exact {
  const { sign, stop, originalRisk, contract } = plan;
  const [entry, quantity, more, price] = [plan.entry, plan.quantity, added, limitPrice].map(Number) as [number, number, number, number];
  const most = Math.min(sign * (entry - Number(stop)) * quantity, Number(originalRisk));
  const paid = sign * (entry * quantity + price * more) + price * more * contract.takerFeeRatio;
  // paid - sign * (quantity + more) * stop + more * stop * fee <= most, solved for the stop.
  const needed = (paid - most) / (sign * (quantity + more) - more * contract.takerFeeRatio);
  const sure = stopOnTick(plan, new Exact(needed * (1 + sign * FLOAT_RATIO)));
  return nearer(plan, sure, stop).gt(0) ? sure : stop;
}
