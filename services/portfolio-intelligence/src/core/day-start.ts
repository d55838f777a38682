const DAY_MS = 86_400_000;

/** Equity at the start of a UTC day. */
export interface DayStart {
  day: number;
  equityUsd: string;
}

/** PI-14: a day starts with the equity of the close at 00:00 UTC; when that close was missed, with the last one before it. */
export function dayStartAt(known: DayStart | null, closeAt: number, equityUsd: string, lastEquityUsd: string | null): DayStart {
  const day = Math.floor(closeAt / DAY_MS);
  if (known && known.day === day) return known;
  const atMidnight = closeAt % DAY_MS === 0;
  return { day, equityUsd: atMidnight ? equityUsd : (lastEquityUsd ?? equityUsd) };
}
