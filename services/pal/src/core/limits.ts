import type { Mode } from "@quantum/types";

/** Thresholds of one profile. R is profit as a multiple of the trade's initial risk; ages are trading bars. */
export interface Profile {
  readonly name: "STANDARD" | "HEDGEFUND";
  /** PAL-05: size is added from here on. */
  readonly addFromR: number;
  /** PAL-05 and PAL-06: a stop is never placed nearer to the price than so many average ranges. */
  readonly stopRoomAtr: number;
  /** PAL-06: the stop trails from here on, so many average ranges behind the best price of the window. */
  readonly trailFromR: number;
  readonly trailAtr: number;
  /** PAL-07: part of the profit is taken from here on, when the price has run so many average ranges ahead of its average. */
  readonly partialFromR: number;
  readonly stretchedAtr: number;
  /** PAL-08: the age limit is put off by so many bars at a time. */
  readonly extendBars: number;
  /** PAL-09: a runner gives up its target from here on. */
  readonly trendExitFromR: number;
  /** PAL-03: least strength (ADX) of a trend. */
  readonly trendAdx: number;
}

/** Ordinary care. The numbers are set for few actions, each of which leaves the stop outside the noise. */
export const STANDARD: Profile = {
  name: "STANDARD",
  // The trade has earned twice its risk: a step of 25 % then needs the stop only a little nearer.
  addFromR: 2,
  // One and a half ranges: beyond what a usual bar takes back.
  stopRoomAtr: 1.5,
  // From three times the risk on there is more to lose than the trade began with. Three ranges: Chandelier exit (LeBeau).
  trailFromR: 3,
  trailAtr: 3,
  // Four times the risk and four ranges ahead of the 20 bar average: such stretches usually come back to it.
  partialFromR: 4,
  stretchedAtr: 4,
  // An hour of 5 min bars.
  extendBars: 12,
  trendExitFromR: 3,
  // Wilder's own line between a trend and none.
  trendAdx: 25,
};

/** The aggressive profile: adds sooner, trails wider, takes profit later. What keeps a trade safe is the same: PAL-04 and PAL-10. */
export const HEDGEFUND: Profile = {
  name: "HEDGEFUND",
  addFromR: 1.5,
  stopRoomAtr: 1,
  trailFromR: 4,
  trailAtr: 4,
  partialFromR: 6,
  stretchedAtr: 5,
  extendBars: 24,
  trendExitFromR: 2.5,
  trendAdx: 22,
};

/** The profile of a mode. */
export function profileOf(mode: Mode): Profile {
  return mode === "HEDGEFUND" ? HEDGEFUND : STANDARD;
}

/** Every other number of the amplifier; the same in both profiles. */
export const LIMITS = {
  /** PAL-02, spec section 2.7: only above one and a half times the risk. Exactly that is not above. */
  minR: 1.5,
  /** PAL-05, spec section 2.7: a step is a quarter of the original size, all steps together at most a half. */
  addStepRatio: 0.25,
  maxAddRatio: 0.5,
  /** PAL-05, share of price: size is added at the price seen or at most this much worse; fills beyond are not taken. */
  slippageRatio: 0.001,
  /** PAL-04: where the ledger does not tell the original size, it is known when the trade is first seen this young; later, size may have been added before. */
  originalSizeBars: 1,
  /** PAL-06, average ranges: moving a stop by less is not worth an order. */
  trailStepAtr: 0.25,
  /** PAL-07, share of the size held: a third banked, two thirds still in the trend. */
  partialRatio: 1 / 3,
  /** PAL-08: sixteen hours of 5 min bars, four times what trading_bot holds by itself. */
  maxHeldBars: 192,
  /** PAL-03: bars of the averages and windows; 20 and 50 are the usual pair, 22 is LeBeau's window. */
  fastBars: 20,
  slowBars: 50,
  strengthBars: 14,
  windowBars: 22,
  /** PAL-03: a state msc_ai has held for so many bars counts as confirmed. */
  confirmedBars: 2,
  /** PAL-10, share of the original risk: what rounding of averages in floats may differ by. */
  roundingRatio: 1e-9,
  /** Real time to wait for the answers to a cycle; a live one takes some tens of ms. */
  waitMs: 2_000,
} as const;

/** What an operator may set. */
export interface PalSettings {
  readonly firstMode: Mode;
  readonly waitMs: number;
}

/** The settings the amplifier runs with when nothing is configured. */
export const DEFAULT_SETTINGS: PalSettings = { firstMode: "OBSERVE", waitMs: LIMITS.waitMs };
