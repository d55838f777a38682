import { sumOf, toNumber } from "./decimals.ts";
import type { CycleRow, DecisionRow, Ledger, TradeRow } from "./ledger.ts";
import { tallyOf } from "./word-tallies.ts";

/** What a module's word would have done to the entries that were made. Trades that are still open are counted, but not judged by their result. */
export interface EntryEvidence {
  /** Entries it had a word about. */
  readonly judged: number;
  readonly blocked: number;
  readonly shrunk: number;
  /** Net P&L in USD (exact, as text) and mean R of the closed trades it would have blocked, and mean R of those it would have let pass. */
  readonly blockedNetUsd: string;
  readonly blockedAverageR: number | null;
  readonly passedAverageR: number | null;
}

/** One module over a day: its modes, how often it spoke, what it said, and what its word would have done to entries. */
export interface ModuleReport {
  readonly service: string;
  readonly modes: readonly string[];
  /** Cycles in which it spoke, and in which its word bound. */
  readonly cycles: number;
  readonly binding: number;
  /** What it said, counted. */
  readonly tally: Readonly<Record<string, number>>;
  readonly entries: EntryEvidence;
}

/** The services of the core: their word is not advice. */
const CORE = ["ai_engine", "portfolio_intelligence", "trading_bot"];

/** Every module that spoke, in the order of first words. A module whose word bound shaped the trades itself; then its evidence is about what it let pass. */
export function reportModules(ledger: Pick<Ledger, "cycleRows" | "decisions" | "trades">): ModuleReport[] {
  const trades = new Map(ledger.trades.map((trade) => [trade.tradeId, trade]));
  const entries = ledger.decisions.filter(({ purpose }) => purpose === "ENTRY");
  const services = new Set(ledger.cycleRows.flatMap(({ participants }) => participants.map(({ service }) => service)));
  return [...services]
    .filter((service) => !CORE.includes(service))
    .map((service) => ({ service, ...spokenBy(service, ledger.cycleRows), entries: evidenceOf(service, entries, trades) }));
}

function spokenBy(service: string, rows: readonly CycleRow[]) {
  const modes = new Set<string>();
  const tally: Record<string, number> = {};
  let cycles = 0;
  let binding = 0;
  for (const { participants } of rows) {
    const said = participants.find((one) => one.service === service);
    if (!said || said.mode === null) continue;
    cycles += 1;
    binding += said.binding ? 1 : 0;
    modes.add(said.mode);
    for (const [what, count] of Object.entries(tallyOf(service, said.word))) tally[what] = (tally[what] ?? 0) + count;
  }
  return { modes: [...modes], cycles, binding, tally };
}

function evidenceOf(service: string, entries: readonly DecisionRow[], trades: ReadonlyMap<string, TradeRow>): EntryEvidence {
  const judged = entries.flatMap(({ tradeId, shadow }) => {
    const judgement = shadow.find((one) => one.service === service);
    return judgement ? [{ judgement, trade: trades.get(tradeId) }] : [];
  });
  const blocked = judged.filter(({ judgement }) => judgement.outcome === "BLOCK");
  const passed = judged.filter(({ judgement }) => judgement.outcome !== "BLOCK");
  return {
    judged: judged.length,
    blocked: blocked.length,
    shrunk: judged.filter(({ judgement }) => judgement.outcome === "SHRINK").length,
    blockedNetUsd: sumOf(closed(blocked).map(({ netPnlUsd }) => netPnlUsd)),
    blockedAverageR: averageR(closed(blocked)),
    passedAverageR: averageR(closed(passed)),
  };
}

function closed(judged: readonly { readonly trade: TradeRow | undefined }[]): TradeRow[] {
  return judged.flatMap(({ trade }) => (trade?.status === "CLOSED" ? [trade] : []));
}

function averageR(trades: readonly TradeRow[]): number | null {
  const known = trades.flatMap(({ rMultiple }) => (rMultiple === null ? [] : [toNumber(String(rMultiple))]));
  return known.length === 0 ? null : known.reduce((sum, r) => sum + r, 0) / known.length;
}
