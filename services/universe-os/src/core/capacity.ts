import { LIMITS, type UniverseSettings } from "./limits.ts";

/** Who would be in by score. */
export interface Contender {
  readonly symbol: string;
  readonly score: number;
  readonly memberSince: number | null;
}

/**
 * UOS-10: the order in which places are given: members in their minimum stay, then by score, where a member counts a little more than an
 * outsider; equal ones by name. Whoever comes after the last place is out.
 */
export function inOrderOfPlaces<C extends Contender>(contenders: readonly C[], at: number, settings: UniverseSettings): C[] {
  const held = ({ memberSince }: Contender) => memberSince !== null && at - memberSince < settings.minStayMs;
  const worth = ({ score, memberSince }: Contender) => score + (memberSince === null ? 0 : LIMITS.memberBonus);
  return [...contenders].sort((a, b) => Number(held(b)) - Number(held(a)) || worth(b) - worth(a) || (a.symbol < b.symbol ? -1 : 1));
}
