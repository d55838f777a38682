/** What the API answers, as far as the page uses it. */

export interface ServiceView {
  service: string;
  status: "HEALTHY" | "DEGRADED" | "UNHEALTHY" | "SILENT" | "ABSENT";
  reasons: string[];
  mode: string | null;
  modeFrom: string | null;
  version: string | null;
  marketAt: number | null;
  lag: number | null;
  rssBytes: number | null;
  ageMs: number | null;
}

export interface Fleet {
  at: number;
  redis: boolean;
  exchangeMode: "paper" | "testnet" | "live" | null;
  market: { clock: string; source: string; generated: boolean; startAt: number; marketAt: number; endAt: number; done: boolean } | null;
  kill: { set: boolean; by: string; reason: string; at: number } | null;
  services: ServiceView[];
}

export interface Day {
  known: boolean;
  at: number;
  equityUsd: number;
  walletUsd: number;
  unrealisedPnlUsd: number;
  dayPnlUsd: number;
  dayPnlRatio: number | null;
  drawdownRatio: number;
  feesUsd: number;
  fundingUsd: number;
  grossExposureRatio: number;
  openPositions: number;
  differences: { symbol: string | null; kind: string; ours: string; theirs: string }[];
  trades: { closed: number; wins: number; averageR: number | null; netUsd: number };
  orders: number;
  fills: number;
  cycles: number;
}

export interface EquityPoint {
  at: number;
  equityUsd: number;
}

export interface Position {
  tradeId: string;
  symbol: string;
  direction: "LONG" | "SHORT";
  quantity: string;
  entryPrice: string;
  markPrice: string;
  notionalUsd: number;
  unrealisedPnlUsd: number;
  stopPrice: string | null;
  rMultiple: number | null;
  ageBars: number;
  sector: string;
  leverage: number;
}

export interface Order {
  clientOrderId: string;
  at: number;
  intentId: string;
  tradeId: string;
  leg: string;
  symbol: string;
  side: string;
  type: string;
  quantity: string;
  price: string | null;
  status: string;
  filledQuantity: string;
  averagePrice: string | null;
  code: string | null;
  reason: string | null;
}

export interface Trade {
  tradeId: string;
  symbol: string;
  direction: string;
  status: string;
  quantity: string;
  entryPrice: string;
  exitPrice: string | null;
  openedAt: number;
  closedAt: number | null;
  netPnlUsd: number;
  rMultiple: number | null;
  exitCode: string | null;
}

export interface Cycle {
  key: string;
  at: number;
  outcome: string;
  signals: number;
  requested: number;
  settled: number;
  skips: { symbol: string; code: string; detail: string }[];
  missing: string[];
}

export interface Alert {
  key: string;
  at: number;
  service: string;
  severity: "INFO" | "WARNING" | "CRITICAL";
  code: string;
  message: string;
  action: string;
}

export interface Candle {
  openAt: number;
  open: number;
  high: number;
  low: number;
  close: number;
}

export interface Mark {
  tradeId: string;
  leg: string;
  side: "BUY" | "SELL";
  at: number;
  quantity: string;
  price: number;
  exitCode: string | null;
  rMultiple: number | null;
  reason: string | null;
}

export interface Candles {
  symbol: string;
  interval: string;
  candles: Candle[];
  marks: Mark[];
}
