type Word = Readonly<Record<string, unknown>>;
type Tally = Record<string, number>;

/** What is counted of each module's word, by service. A module that is not here is counted by its cycles alone. */
const TALLIES: Readonly<Record<string, (word: Word) => Tally>> = {
  msc_ai: ({ market, riskMode }) => ({ [`market ${market}`]: 1, [`risk ${riskMode}`]: 1 }),
  universe_os: ({ active, reduceOnly }) => ({ "members (sum)": lengthOf(active), "reduce-only (sum)": lengthOf(reduceOnly) }),
  opportunity_ranker: ({ places }) => ({ "places (sum)": lengthOf(places) }),
  orchestrator_policy: ({ allowTrades, sizeFactor }) => ({
    "no entries": allowTrades === false ? 1 : 0,
    "smaller sizes": typeof sizeFactor === "number" && sizeFactor < 1 ? 1 : 0,
  }),
  pil: ({ positions }) => countBy(positions, "class"),
  pba: ({ reviews, reductions }) => ({ ...countBy(reviews, "outcome"), reductions: lengthOf(reductions) }),
  trading_mathematician: ({ sizes }) => countBy(sizes, "outcome"),
  pal: ({ advice }) => countBy(advice, "action"),
  ai_hfos: ({ restraint, conflicts }) => ({
    [`risk ${(restraint as Word | undefined)?.riskMode ?? "unknown"}`]: 1,
    conflicts: lengthOf(conflicts),
  }),
  ess: ({ level }) => ({ [`level ${level}`]: 1 }),
};

/** What a module said in one cycle, counted. Empty when its word was not kept. */
export function tallyOf(service: string, word: unknown): Tally {
  const count = Object.hasOwn(TALLIES, service) ? TALLIES[service] : undefined;
  if (!count || typeof word !== "object" || word === null) return {};
  return Object.fromEntries(Object.entries(count(word as Word)).filter(([, times]) => times > 0));
}

function lengthOf(list: unknown): number {
  return Array.isArray(list) ? list.length : 0;
}

function countBy(list: unknown, field: string): Tally {
  const tally: Tally = {};
  if (!Array.isArray(list)) return tally;
  for (const item of list as Word[]) tally[String(item[field])] = (tally[String(item[field])] ?? 0) + 1;
  return tally;
}
