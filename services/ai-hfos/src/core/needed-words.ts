import { type Picture, type Trigger, verdict } from "./picture.ts";

/** Without these nobody knows what is lost or whether to stop. */
const VITAL: readonly string[] = ["portfolio.valued", "emergency.judged"];

/** HF-05: an answer that did not come, or a drawdown that is not known, asks for CAUTIOUS; the portfolio's or the emergency stop's for DEFENSIVE and no entries. */
export function neededWords({ missing, words }: Picture): Trigger {
  const portfolio = words["portfolio.valued"];
  const unknown = portfolio !== null && portfolio.drawdownRatio === null ? ["drawdown"] : [];
  const all = [...missing, ...unknown];
  const vital = unknown.length > 0 || portfolio === null || missing.some((word) => VITAL.includes(word));
  const passed = all.length === 0 && portfolio !== null;
  const reason = passed ? "everybody answered" : `not known: ${all.length > 0 ? all.join(", ") : "portfolio.valued"}`;
  const found = verdict("HF-05", passed, { observed: all.length, limit: 0, reason });
  return vital ? { verdict: found, asks: "DEFENSIVE", restraint: { allowEntries: false } } : { verdict: found, asks: "CAUTIOUS" };
}
