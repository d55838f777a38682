/** Seeds the prototypes and thresholds were tuned on. */
export const TUNING_SEEDS = Array.from({ length: 22 }, (_, i) => `tune-${i + 1}`);
/** Seeds nothing was tuned on: what is reported. */
export const SCORING_SEEDS = Array.from({ length: 16 }, (_, i) => `final-${i + 1}`);
/** Size of each market: 50 days of 5-minute bars of four symbols. */
export const SIZE = { symbols: ["BTCUSDT", "ETHUSDT", "ADAUSDT", "DOGEUSDT"], bars: 14_400 } as const;
