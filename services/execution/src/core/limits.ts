/** Every number of execution, with unit, source and reason. Each can be set by the environment (see config.ts). */
export interface ExecutionLimits {
  /** Length of a bar of the trading interval, ms. */
  readonly barMs: number;
  /** A decision older than this many bars (and than `decisionMaxAgeMs`) may not become an entry: after an outage nothing old is carried out. */
  readonly decisionMaxBars: number;
  readonly decisionMaxAgeMs: number;
  /** Entries sent per bar at the most, whatever was cleared: the last brake on a runaway. */
  readonly entriesPerBar: number;
  /** Furthest an entry's reference price may lie from the middle of the market. */
  readonly collarRatio: number;
  /** How long the exchange may still accept a request after it was signed; only after it "no such order" is final. */
  readonly recvWindowMs: number;
  /** Pause between two questions about an order of unknown fate, or two tries of a failed comparison. */
  readonly askAgainMs: number;
  /** How often an order that certainly never arrived is sent again (under the same id) before it counts as rejected. */
  readonly resendsMax: number;
  /** Intents remembered to recognise one that comes twice. */
  readonly rememberedIntents: number;
  /** How long an order waits for its plan while the planner is ENFORCED; real time, in parts. A plan takes milliseconds. */
  readonly planWaitMs: number;
  /** Child orders of one parent at the most: a ladder of three parts, each rested and taken, and a last one at market. */
  readonly childrenPerParent: number;
  /** Orders sent and taken back for plans per bar at the most, over all parents: half of what the exchange lets through in a minute. */
  readonly childMessagesPerBar: number;
  /** Failed comparisons in a row before an alert. */
  readonly syncFailuresAlert: number;
}

export const DEFAULT_LIMITS: ExecutionLimits = {
  barMs: 300_000,
  decisionMaxBars: 2,
  decisionMaxAgeMs: 60_000,
  entriesPerBar: 40,
  collarRatio: 0.03,
  recvWindowMs: 5_000,
  askAgainMs: 500,
  resendsMax: 3,
  rememberedIntents: 2_000,
  planWaitMs: 2_000,
  childrenPerParent: 8,
  childMessagesPerBar: 600,
  syncFailuresAlert: 5,
};
