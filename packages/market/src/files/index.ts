export { type BarFileName, dayOf, parseBarFileName } from "./file-name.ts";
export { type BarFile, type FundingFile, intervalsOf, listBars, listFunding } from "./list-bars.ts";
export { type LoadedBars, type LoadOptions, loadBars } from "./load-bars.ts";
export { type LoadedFunding, type LoadFundingOptions, loadFunding } from "./load-funding.ts";
export { readSource, SOURCE_FILE, type Source } from "./source.ts";
export { StorageError, type StorageErrorCode } from "./storage-error.ts";
export { type StoredMarket, writeBars } from "./write-bars.ts";
