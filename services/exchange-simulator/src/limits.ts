/** Every number of the simulator that is not the engine's, with its unit, source and reason. */
export const SIMULATOR_LIMITS = {
  /** Bars of history before the day: 500 are asked for at least, in five-minute bars or the market's own when those are longer. */
  warmUpBars: 600,
  tradingBarMs: 300_000,
  /** The day played when none is named on generated data. */
  generatedDate: "2024-01-01",
  /** Most klines in one answer (Binance). */
  klinesMax: 1_500,
  klinesDefault: 500,
  /** Most rows of trades, orders and income in one answer (Binance). */
  rowsMax: 1_000,
  rowsDefault: 500,
  incomeDefault: 100,
  depthDefault: 500,
  /** Request weight a minute and orders in 10 s and a minute (Binance exchangeInfo `rateLimits`). */
  weightPerMinute: 2_400,
  ordersPer10s: 300,
  ordersPerMinute: 1_200,
  /** Requests after the first 429 of a minute until the address is banned (418), and for how long. */
  refusalsBeforeBan: 20,
  banMs: 120_000,
  /** How far a request's timestamp may be ahead of wall time, and how old it may be without `recvWindow` (Binance). */
  timestampAheadMs: 1_000,
  recvWindowMs: 5_000,
  recvWindowMaxMs: 60_000,
  /** A listen key not renewed for this long expires (Binance: 60 min). */
  listenKeyMs: 3_600_000,
  /** A WebSocket client that has not answered a ping by the next one is dropped. */
  pingEveryMs: 30_000,
  /** Streams of one connection (Binance: 1024). */
  streamsMax: 1_024,
  /** Bytes waiting for a client that does not read; beyond that it is dropped. */
  sendBufferMaxBytes: 16 * 1024 * 1024,
  /** Measurements of bar to order kept for /control/timing. */
  timingsMax: 20_000,
} as const;
