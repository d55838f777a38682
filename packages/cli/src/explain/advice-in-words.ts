import { figure, money } from "./telling.ts";

type Data = Readonly<Record<string, unknown>>;
interface Review {
  readonly symbol: string;
  readonly outcome: string;
  readonly quantityBefore: string;
  readonly quantityAfter: string;
  readonly verdicts: readonly Verdict[];
}
interface Reduction {
  readonly symbol: string;
  readonly quantity: string;
  readonly verdict: Verdict;
}
interface Verdict {
  readonly rule: string;
  readonly passed: boolean;
  readonly reason: string;
}

/** What a module said, in one line. */
export function adviceInWords(service: string, about: unknown): string {
  const words = WORDS[service];
  return words && about !== null && typeof about === "object" ? words(about as Data) : inOneLine(about);
}

const WORDS: Readonly<Record<string, (about: Data) => string>> = {
  universe_os: ({ status, code, active, reduceOnly }) =>
    status === undefined
      ? `active ${inOneLine(active)}; reduce-only ${inOneLine(reduceOnly)}`
      : `${status}${code === null ? "" : ` because of ${code}`}`,
  opportunity_ranker: ({ limit, place, places }) =>
    places === undefined
      ? place
        ? placeInWords(place as Data, limit)
        : `not listed; the first ${limit} may be traded`
      : `the first ${limit} may be traded: ${(places as Data[]).map((one) => `${one.symbol} ${one.direction}`).join(", ") || "none"}`,
  orchestrator_policy: ({ rowId, allowTrades, minConfidence, maxPositions, allowedSides, sizeFactor, reason, stale }) =>
    [
      `row ${rowId}: entries ${allowTrades ? "allowed" : "not allowed"}, confidence from ${minConfidence}, at most ${maxPositions} positions`,
      `sides ${inOneLine(allowedSides)}, size factor ${sizeFactor} (${reason})${(stale as unknown[] | undefined)?.length ? `, stale: ${inOneLine(stale)}` : ""}`,
    ].join(", "),
  pba: ({ review, reviews, reductions }) =>
    [
      ...(review ? [reviewInWords(review as Review)] : []),
      ...((reviews as Review[] | undefined) ?? []).map((one) => `${one.symbol} ${reviewInWords(one)}`),
      ...(reductions as Reduction[]).map(
        ({ symbol, quantity, verdict }) => `reduce ${symbol} by ${figure(quantity)}: ${verdictInWords(verdict)}`,
      ),
    ].join("; ") || "nothing to review, nothing to reduce",
  trading_mathematician: (about) => listOr(about.sizes, about, sizeInWords),
  pal: (about) => listOr(about.advice, about, amplificationInWords),
  ai_hfos: ({ restraint, overrides, verdicts, conflicts }) => {
    const { riskMode, allowEntries, minConfidence, maxGrossRatio, coreSymbolsOnly, allowAmplification, sizeFactor } = restraint as Data;
    return [
      `risk mode ${riskMode}: entries ${allowEntries ? "allowed" : "not allowed"}, confidence from ${minConfidence}`,
      `at most ${maxGrossRatio} of equity in all${coreSymbolsOnly ? ", core symbols only" : ""}${allowAmplification ? "" : ", no amplification"}, size factor ${sizeFactor}`,
      ...((verdicts as unknown[]).length > 0 ? [`because of ${inOneLine(verdicts)}`] : []),
      ...((conflicts as unknown[]).length > 0 ? [`conflicts: ${inOneLine(conflicts)}`] : []),
      ...(overrides as Data[]).map(({ service, by, reason }) => `${service} set aside by ${by} (${reason})`),
    ].join("; ");
  },
};

/** A word about everything, or what it says of one thing. */
function listOr(list: unknown, one: Data, inWords: (about: Data) => string): string {
  if (!Array.isArray(list)) return inWords(one);
  return (list as Data[]).map((about) => `${about.symbol} ${inWords(about)}`).join("; ") || "none";
}

function sizeInWords({ outcome, direction, basis, quantity, leverage, riskUsd, kellyFraction, stopPrice, takeProfitPrice, reason }: Data) {
  if (outcome === "REFUSED") return `${direction} refused (${reason})`;
  const found = `${direction} ${figure(quantity)} at leverage ${leverage}, ${money(riskUsd)} at risk`;
  return `${found} by ${basis} (Kelly ${kellyFraction}), stop ${figure(stopPrice)}, target ${figure(takeProfitPrice)}`;
}

function amplificationInWords({ action, steps, quantity, newStopPrice, plannedLossBeforeUsd, plannedLossAfterUsd, reason }: Data): string {
  if (action === "NO_ACTION") return `NO_ACTION (${reason})`;
  const size = quantity === null ? "" : `, quantity ${figure(quantity)}`;
  const stop = newStopPrice === null ? "" : `, stop to ${figure(newStopPrice)}`;
  const loss = `planned loss ${money(plannedLossBeforeUsd)} before, ${money(plannedLossAfterUsd)} after`;
  return `${action} (${inOneLine(steps)})${size}${stop}; ${loss}; ${reason}`;
}

function placeInWords({ rank, score, expectedValueBps }: Data, limit: unknown): string {
  return `place ${rank} of ${limit} that may be traded, worth ${expectedValueBps} bps after costs, score ${score}`;
}

function reviewInWords({ outcome, quantityBefore, quantityAfter, verdicts }: Review): string {
  const failed = verdicts.filter(({ passed }) => !passed).map(verdictInWords);
  const passed = verdicts.filter((verdict) => verdict.passed).map(({ rule }) => rule);
  const why = [...failed, ...(passed.length > 0 ? [`passed ${passed.join(", ")}`] : [])].join("; ");
  return `${outcome} ${figure(quantityBefore)} -> ${figure(quantityAfter)}${why === "" ? "" : ` (${why})`}`;
}

function verdictInWords({ rule, reason }: Verdict): string {
  return `${rule} ${reason}`;
}

/** Nested data in one line that can be read. */
function inOneLine(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  if (Array.isArray(value)) return value.length === 0 ? "none" : value.map(inOneLine).join(", ");
  if (typeof value !== "object") return String(value);
  const parts = Object.entries(value).map(
    ([name, part]) => `${name} ${part !== null && typeof part === "object" ? `(${inOneLine(part)})` : inOneLine(part)}`,
  );
  return parts.join(", ") || "none";
}
