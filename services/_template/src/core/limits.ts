/** Every number of this service. Unit in the name; source and reason beside it. */
export const LIMITS = {
  /** Share of symbols without a bar. A few are always late; at a quarter the picture of the market is no longer whole. */
  maxMissingRatio: 0.25,
} as const;

/** What an operator may set; defaults are LIMITS. */
export interface TemplateSettings {
  readonly maxMissingRatio: number;
}
