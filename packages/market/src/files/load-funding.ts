import { type FundingRate, importFunding } from "../importers/import-funding.ts";
import type { ImportReport, OnError } from "../importers/import-report.ts";
import { listFunding } from "./list-bars.ts";
import { readContent } from "./load-bars.ts";

/** Which funding rates to load. Times in epoch ms, `toAt` excluded. */
export interface LoadFundingOptions {
  readonly dir: string;
  readonly symbols?: readonly string[];
  readonly fromAt?: number;
  readonly toAt?: number;
  readonly onError?: OnError;
}

/** Funding rates by symbol. A symbol without any is named in `missing`: whoever needs a rate then says which default it takes. */
export interface LoadedFunding {
  readonly rates: Readonly<Record<string, FundingRate[]>>;
  readonly missing: readonly string[];
  readonly reports: readonly ImportReport[];
}

/** Reads stored funding rates of a folder (files SYMBOL-fundingRate-period.csv[.gz|.zip], also in folders below). */
export async function loadFunding(options: LoadFundingOptions): Promise<LoadedFunding> {
  const { dir, symbols, fromAt = 0, toAt = Number.POSITIVE_INFINITY, onError = "reject" } = options;
  const files = (await listFunding(dir)).filter((file) => symbols?.includes(file.symbol) ?? true);
  const bySymbol = new Map<string, Map<number, FundingRate>>();
  const reports: ImportReport[] = [];
  for (const file of files.filter((candidate) => candidate.fromAt < toAt && candidate.toAt > fromAt)) {
    const { rates, report } = importFunding({ file: file.path, content: await readContent(file.path) }, { onError });
    const known = bySymbol.get(file.symbol) ?? new Map<number, FundingRate>();
    for (const rate of rates) if (rate.paidAt >= fromAt && rate.paidAt < toAt) known.set(rate.paidAt, rate);
    bySymbol.set(file.symbol, known);
    reports.push(report);
  }
  const rates: Record<string, FundingRate[]> = {};
  for (const [symbol, known] of bySymbol) if (known.size > 0) rates[symbol] = [...known.values()].sort((a, b) => a.paidAt - b.paidAt);
  return { rates, missing: (symbols ?? []).filter((symbol) => rates[symbol] === undefined), reports };
}
