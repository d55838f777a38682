/** Every number of the Safety Governor. Ratios are shares of equity unless said otherwise. All but the memories can be configured. */
export const LIMITS = {
  /** One order may be worth half of equity: at 2 % risk per trade a stop 4 % away, the widest that is usual, needs exactly that. */
  maxOrderNotionalRatio: 0.5,
  /** One symbol may be worth as much as one order: adding needs room that a smaller first order left. */
  maxPositionNotionalRatio: 0.5,
  /** All positions together three times equity: a market that moves 10 % against all of them costs 30 %, far from liquidation. */
  maxTotalNotionalRatio: 3,
  /** Ten: isolated, the liquidation price is then about 9.5 % away, well beyond every stop that the collar admits in practice. */
  maxLeverage: 10,
  /** Fifteen of at most twenty symbols of the universe: the desk can watch no more and correlation makes them one bet anyway. */
  maxOpenPositions: 15,
  /** Of the day's starting equity: two and a half full losses at 2 % risk; a day that bad is not luck. Entries stop until the next UTC day. */
  dailyLossRatio: 0.05,
  /** Reference and limit price may be 5 % from the last known price, the exchange's own PERCENT_PRICE band for majors. */
  collarRatio: 0.05,
  /** A stop may be 20 % from the last known price: farther it is a typing error, not a stop. */
  stopCollarRatio: 0.2,
  /** A decision may be this many trading bars older than the newest bar; the same for a symbol's last price. */
  maxDecisionAgeBars: 2,
  /** Equity older than this (market time) is unknown: execution asks the exchange at every bar, so three bars of 5 min were missed. */
  maxEquityAgeMs: 15 * 60_000,
  /** Orders cleared per window of market time: three times what fifteen positions need to open and close. */
  messageBudget: 60,
  messageWindowMs: 5 * 60_000,
  /** Orders cleared per trading cycle: every symbol of the universe left and entered once. */
  messageBudgetPerCycle: 40,
  /** A pending exit stops counting against the position after this long, so that a lost one never bars the way out. */
  exitReservationMs: 10 * 60_000,
  /** An entry cleared this long ago and not settled is told to a person; it goes on counting. */
  reservationAlertMs: 15 * 60_000,
  /** Intents are remembered for a day; older decisions are refused as stale anyway. */
  intentMemoryMs: 24 * 3_600_000,
  /** Fills remembered to count each once: more than one batch of the bus can deliver twice. */
  fillMemory: 200,
} as const;

/** What an operator may set. */
export interface SafetySettings {
  readonly maxOrderNotionalRatio: number;
  readonly maxPositionNotionalRatio: number;
  readonly maxTotalNotionalRatio: number;
  readonly maxLeverage: number;
  readonly maxOpenPositions: number;
  readonly dailyLossRatio: number;
  readonly collarRatio: number;
  readonly stopCollarRatio: number;
  readonly maxDecisionAgeBars: number;
  readonly maxEquityAgeMs: number;
  readonly messageBudget: number;
  readonly messageWindowMs: number;
  readonly messageBudgetPerCycle: number;
}

/** The settings the governor runs with when nothing is configured. */
export const DEFAULT_SETTINGS: SafetySettings = LIMITS;
