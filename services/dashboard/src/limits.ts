/** Every number of the console. */
export const LIMITS = {
  /** A service that has not written its health for this long is silent: it writes once a second. */
  silentAfterMs: 5_000,
  /** How often connected pages get the fleet's state, which also tells them that the line is alive. */
  fleetEveryMs: 1_000,
  /** Changes are told to pages at most this often; an accelerated day has hundreds of events a second. */
  tellEveryMs: 250,
  /** How long an answer of another service may be re-used. */
  peerCacheMs: 1_000,
  /** How long another service may take to answer. */
  peerWaitMs: 3_000,
  /** One wait for new events; also how soon the reader notices that it should stop. */
  blockMs: 500,
  entriesPerRead: 500,
  /** How far back the last valuation is looked for when the console starts. */
  lookBackEntries: 5_000,
  rowsDefault: 200,
  rowsMost: 2_000,
} as const;
