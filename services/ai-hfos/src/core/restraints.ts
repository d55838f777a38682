import { type Restraint, RISK_MODES, type RiskMode } from "@quantum/types";

/** Restrains nothing. No desk is ever a thousand times its equity. */
export const TOP: Restraint = {
  riskMode: "AGGRESSIVE",
  allowEntries: true,
  minConfidence: 0,
  maxGrossRatio: 1_000,
  coreSymbolsOnly: false,
  allowAmplification: true,
  sizeFactor: 1,
};

/** What each risk mode holds the desk to. NORMAL and AGGRESSIVE: hands off. SAFE is the cascade of the spec; the two between are steps towards it. */
export const RESTRAINTS: Readonly<Record<RiskMode, Restraint>> = {
  AGGRESSIVE: TOP,
  NORMAL: { ...TOP, riskMode: "NORMAL" },
  // A little surer and a quarter smaller; the balancer's own 80 % stays the limit of the whole.
  CAUTIOUS: { ...TOP, riskMode: "CAUTIOUS", minConfidence: 0.58, sizeFactor: 0.75 },
  // Half the size; pal only secures profits in this mode.
  DEFENSIVE: { ...TOP, riskMode: "DEFENSIVE", minConfidence: 0.62, maxGrossRatio: 0.65, sizeFactor: 0.5 },
  // Exposure, amplification, confidence and symbols: spec section 2.9. A quarter of the size, as in the policy's own row.
  SAFE: {
    riskMode: "SAFE",
    allowEntries: true,
    minConfidence: 0.7,
    maxGrossRatio: 0.5,
    coreSymbolsOnly: true,
    allowAmplification: false,
    sizeFactor: 0.25,
  },
};

/** HF-20: of two restraints the more restrictive figure of each field. Commutative, associative, idempotent; with TOP it changes nothing. */
export function meet(a: Restraint, b: Restraint): Restraint {
  return {
    riskMode: RISK_MODES[Math.max(rankOf(a.riskMode), rankOf(b.riskMode))] as RiskMode,
    allowEntries: a.allowEntries && b.allowEntries,
    minConfidence: Math.max(a.minConfidence, b.minConfidence),
    maxGrossRatio: Math.min(a.maxGrossRatio, b.maxGrossRatio),
    coreSymbolsOnly: a.coreSymbolsOnly || b.coreSymbolsOnly,
    allowAmplification: a.allowAmplification && b.allowAmplification,
    sizeFactor: Math.min(a.sizeFactor, b.sizeFactor),
  };
}

/** Place of a risk mode: the higher the more careful. */
export function rankOf(riskMode: RiskMode): number {
  return RISK_MODES.indexOf(riskMode);
}
