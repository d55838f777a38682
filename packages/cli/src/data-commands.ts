import { resolve } from "node:path";
import type { Interval } from "@quantum/types";
import type { Command } from "commander";
import { fetchData } from "./data/fetch.ts";
import { generateData } from "./data/generate.ts";
import { importFiles } from "./data/import-files.ts";
import { DEFAULT_DATE } from "./day/default-market.ts";
import { EXIT } from "./failure.ts";
import { guarded } from "./guard.ts";
import { day, interval, list, symbols, wholeNumber } from "./option-parsers.ts";
import { note, say, sayJson } from "./output.ts";

interface DataOptions {
  readonly json?: boolean;
  readonly to: string;
  readonly interval: Interval;
}

/** data import, data generate, data fetch. */
export function addDataCommands(program: Command): void {
  const data = program.command("data").description("bring market data");
  addImport(data);
  addGenerate(data);
  addFetch(data);
}

function addImport(data: Command): void {
  data
    .command("import <files...>")
    .description("read Binance public-data CSV (plain, gzip, zip; with or without header) or REST JSON, and store it")
    .requiredOption("--to <folder>", "where to store")
    .option("--symbol <symbol>", "for files whose names do not tell")
    .option("--interval <interval>", "for files whose names do not tell", interval)
    .option("--leave-out-broken", "leave broken rows out and report them, instead of refusing the file")
    .action(
      guarded<Partial<DataOptions> & { to: string; symbol?: string; leaveOutBroken?: boolean }>(async (options, files) => {
        const result = await importFiles({
          files,
          to: resolve(options.to),
          onError: options.leaveOutBroken ? "report" : "reject",
          ...(options.symbol === undefined ? {} : { symbol: options.symbol.toUpperCase() }),
          ...(options.interval === undefined ? {} : { interval: options.interval }),
        });
        if (options.json) sayJson(result);
        else {
          for (const { file, accepted, gaps, errors, unsorted, duplicateLines } of result.reports) {
            say(
              `${file}: ${accepted} bars, ${gaps.length} gaps, ${unsorted} unsorted, ${duplicateLines.length} duplicates, ${errors.length} rows left out`,
            );
          }
          for (const file of result.written) say(`stored ${file}`);
        }
        return EXIT.ok;
      }),
    );
}

function addGenerate(data: Command): void {
  data
    .command("generate")
    .description("store a generated market; it is labelled as generated")
    .requiredOption("--to <folder>", "where to store")
    .option("--seed <n>", "the same seed gives the same market", wholeNumber, 1)
    .option("--symbols <n|list>", "how many symbols, or which", symbols, "20")
    .option("--days <n>", "how many days", wholeNumber, 2)
    .option("--date <day>", "the first day", day, DEFAULT_DATE)
    .option("--interval <interval>", "length of a bar", interval, "5m")
    .action(
      guarded<DataOptions & { seed: number; symbols: string; days: number; date: string }>(async (options) => {
        const { seed, days, date } = options;
        const chosen = /^\d+$/.test(options.symbols) ? Number(options.symbols) : options.symbols.split(",");
        const written = await generateData({ seed, days, date, symbols: chosen, interval: options.interval, to: resolve(options.to) });
        if (options.json) sayJson({ generated: true, written });
        else say(`stored ${written.length} files of GENERATED data in ${resolve(options.to)}`);
        return EXIT.ok;
      }),
    );
}

function addFetch(data: Command): void {
  data
    .command("fetch")
    .description("fetch closed bars of USD-M futures over the network")
    .requiredOption("--to <folder>", "where to store")
    .requiredOption("--symbols <list>", "which symbols", list)
    .option("--days <n>", "how many days", wholeNumber, 2)
    .requiredOption("--date <day>", "the first day", day)
    .option("--interval <interval>", "length of a bar", interval, "5m")
    .option("--address <url>", "address of the exchange's API, for a mirror")
    .action(
      guarded<DataOptions & { symbols: string[]; days: number; date: string; address?: string }>(async (options) => {
        const { symbols: chosen, days, date, address } = options;
        const place = { to: resolve(options.to), interval: options.interval, ...(address === undefined ? {} : { address }) };
        const written = await fetchData({ symbols: chosen, days, date, progress: note, ...place });
        if (options.json) sayJson({ generated: false, written });
        else say(`stored ${written.length} files in ${resolve(options.to)}`);
        return EXIT.ok;
      }),
    );
}
