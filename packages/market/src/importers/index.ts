export * from "./import-funding.ts";
export * from "./import-klines.ts";
export * from "./import-report.ts";
export { KLINE_COLUMNS } from "./kline-row.ts";
