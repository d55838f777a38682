/**
 * DRILL=long: every case on a day of its own. Otherwise the cases that can share a day do, so that all tests end well within twenty minutes; what is
 * promised stays the same.
 */
export const LONG_DRILLS = process.env.DRILL === "long";
