/** Every number of the planner. Basis points (bps) are of the arrival price; a range is the usual high less low of one base bar. */
export const LIMITS = {
  /** AE-01: codes of exits that can wait for a better price: nothing is in danger. */
  lowCodes: ["EXIT_TIME", "EXIT_PAL_PROFIT", "EXIT_TAKE_PROFIT"] as readonly string[],
  /** AE-01: codes of exits that are no emergency, but follow a forecast that fades. Every other exit is urgent, also one without a code. */
  normalCodes: ["EXIT_OPPOSITE_SIGNAL"] as readonly string[],
  /** AE-02: share of the margin lost; from here on an exit may not wait. Half of it leaves room for a gap before the exchange liquidates. */
  nearLiquidationRatio: 0.5,
  /** AE-04: age of the quote behind a plan, ms. Quotes come with every bar; a minute is the shortest bar. */
  quoteMaxAgeMs: 60_000,
  /** AE-04: windows seen over all symbols before odds mean anything: a standard error of three points at a fill rate of 0.9. */
  minWindows: 100,
  /** AE-05: full spread in bps from which nobody crosses at once who has time: ten times what the usual contract shows. */
  maxSpreadBps: 40,
  /** AE-06: an order may take so many times what rests at the touch at once. Further out the book gives little more per level. */
  touchMultiple: 4,
  /** AE-06: most parts of an order. Each costs a wait and two messages. */
  slicesMax: 3,
  /** AE-06: ranges of price risk that one more wait is held to cost; waiting is only worth impact above it. */
  waitCostRanges: 0.25,
  /** AE-07: newest range as a multiple of the usual one from which a resting order is run over more often than filled well. */
  maxVolatilityRatio: 3,
  /** AE-08: how long a resting order waits, ms: one bar of five minutes, three of one minute. */
  patienceMs: 180_000,
  /** Cycles after which execution gives up an entry (its `decisionMaxBars`); no entry is planned to work longer. */
  entryCycles: 2,
  /** AE-08: a resting order has to be cheaper by this much in bps: estimates are not exact, and a second message costs too. */
  makerMarginBps: 0.25,
  /** AE-08: weight of the bad outcomes on top of their mean; who has time minds them less. At 0 the mean is 0.53 of plain and p95 30 % worse, at 1.2 it is 0.74; here p95 stays (`node bench/aelm.ts` on its tuning days). */
  tailAversion: { LOW: 0.7, NORMAL: 0.8 } as Readonly<Record<"LOW" | "NORMAL", number>>,
  /** AE-08: half spreads by which the last price must go beyond a limit before it counts as filled: 1 is when the other side reaches it. */
  throughHalfSpreads: 1,
  /** AE-08: distances at which odds are kept, in ranges; below zero: a limit on the far side of the last price. */
  distances: [-0.1, -0.05, 0, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5] as readonly number[],
  /** AE-08: windows an estimate of one symbol remembers, and one over all symbols. */
  symbolMemoryWindows: 200,
  deskMemoryWindows: 5_000,
  /** AE-08: windows at which a symbol's own odds count as much as those of all symbols together. */
  ownHalfWindows: 60,
  /** Bars the usual range remembers. */
  rangeMemoryBars: 30,
  /** AE-09: the guard lies so many ranges from arrival, but within these bps. Half the stop distance of an entry at its narrowest (0.4 %) is 20. */
  guardRanges: 2,
  entryGuardMinBps: 20,
  entryGuardMaxBps: 100,
  exitGuardMinBps: 50,
  exitGuardMaxBps: 200,
  /** AE-09: execution's own collar around the middle, bps; no guard is looser. */
  collarBps: 300,
  /** Intents remembered to answer each once. */
  rememberedIntents: 1_000,
  /** Orders followed at once; the oldest is let go beyond it. */
  followedParents: 300,
  /** Trades whose exit did not end flat. */
  rememberedTrades: 200,
  /** Plans and shortfalls kept for the console. */
  shownPlans: 100,
  shownShortfalls: 200,
} as const;

/** What an operator may set; defaults are LIMITS. */
export interface AelmSettings {
  readonly patienceMs: number;
  readonly makerMarginBps: number;
  readonly maxSpreadBps: number;
  readonly touchMultiple: number;
  readonly maxVolatilityRatio: number;
  readonly entryGuardMaxBps: number;
  readonly exitGuardMaxBps: number;
  readonly tailAversion: Readonly<Record<"LOW" | "NORMAL", number>>;
}

/** The settings it runs with when nothing is configured. */
export const DEFAULT_SETTINGS: AelmSettings = LIMITS;
