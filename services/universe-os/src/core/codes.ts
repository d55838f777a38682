/** The code of each rule in `universe.updated`: its id and what was measured. */
export const CODES = {
  "UOS-01": "UOS-01_LISTED",
  "UOS-02": "UOS-02_QUOTE_VOLUME_USD",
  "UOS-03": "UOS-03_SPREAD_BPS",
  "UOS-04": "UOS-04_LISTING_AGE_HOURS",
  "UOS-05": "UOS-05_MISSING_RATIO",
  "UOS-06": "UOS-06_HISTORY_HOURS",
  "UOS-07": "UOS-07_CORE_SYMBOLS_ONLY",
  "UOS-08": "UOS-08_ENTRY_SCORE",
  "UOS-09": "UOS-09_MEMBER_SCORE",
  "UOS-10": "UOS-10_PLACE",
  "UOS-11": "UOS-11_REDUCE_ONLY",
} as const;
