/** How far the desk is stopped, from not at all to wholly. The order is the order of restriction. */
export const LEVELS = ["NORMAL", "PAUSE", "REDUCE_ONLY", "HALT"] as const;
export type Level = (typeof LEVELS)[number];

/** The place of a level in the order of restriction. */
export function rankOf(level: Level): number {
  return LEVELS.indexOf(level);
}

/** The most restrictive of some levels; NORMAL of none. */
export function strictest(levels: readonly Level[]): Level {
  return LEVELS[Math.max(0, ...levels.map(rankOf))] as Level;
}

/** One step less restrictive; NORMAL stays. */
export function stepBelow(level: Level): Level {
  return LEVELS[Math.max(0, rankOf(level) - 1)] as Level;
}

/** True when resting entry orders have to go: nothing may add to a position any more. */
export function sweepsEntries(level: Level): boolean {
  return rankOf(level) >= rankOf("REDUCE_ONLY");
}
