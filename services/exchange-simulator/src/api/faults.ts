import { createRandom, nextUniform, type Random } from "@quantum/market";
import * as z from "zod";

const ratio = z.number().min(0).max(1);

/** What can be made to go wrong. Ratios are shares of requests (or of user events); everything is off by default. */
export const faultsSchema = z.strictObject({
  /** Every answer waits this long before the request is even looked at. */
  latencyMs: z.number().min(0).max(60_000).default(0),
  /** The request is carried out, and the connection dropped instead of an answer. */
  lostAckRatio: ratio.default(0),
  /** A user event is sent twice. */
  duplicateEventRatio: ratio.default(0),
  /** The user events of one happening are sent in reverse order. */
  reorderEvents: z.boolean().default(false),
  /** All WebSocket connections are cut, once, when the faults are set. */
  disconnectWs: z.boolean().default(false),
  /** A new order is refused (-2010) and not carried out. */
  rejectRatio: ratio.default(0),
  /** Every request is answered like this. */
  rateLimit: z.enum(["429", "418"]).nullable().default(null),
  /** The request is answered with 503 and not carried out. */
  serverErrorRatio: ratio.default(0),
  /** Only requests whose path begins with one of these; null: all. */
  onlyPaths: z.array(z.string()).nullable().default(null),
  /** Only requests with one of these methods; null: all. */
  onlyMethods: z.array(z.string()).nullable().default(null),
  seed: z.number().int().default(1),
  /** After so many faults no more happen; null: no end. */
  count: z.number().int().min(0).nullable().default(null),
});
export type FaultSettings = z.infer<typeof faultsSchema>;

/** What a request meets. */
export type RequestFault = "none" | "lostAck" | "reject" | "serverError" | "429" | "418";

/** Decides, seeded, which requests and events meet a fault. */
export class Faults {
  private settings: FaultSettings = faultsSchema.parse({});
  private random: Random = createRandom(1);
  private left = Number.POSITIVE_INFINITY;
  private injected = 0;

  set(settings: FaultSettings): void {
    this.settings = settings;
    this.random = createRandom(settings.seed);
    this.left = settings.count ?? Number.POSITIVE_INFINITY;
    this.injected = 0;
  }

  clear(): void {
    this.set(faultsSchema.parse({}));
  }

  view(): FaultSettings & { injected: number } {
    return { ...this.settings, injected: this.injected };
  }

  /** How long this request waits. */
  latencyMs(request: { method: string; path: string }): number {
    return this.concerns(request) ? this.settings.latencyMs : 0;
  }

  forRequest(request: { method: string; path: string; placesOrder: boolean }): RequestFault {
    if (!this.concerns(request)) return "none";
    const { rateLimit, serverErrorRatio, rejectRatio, lostAckRatio } = this.settings;
    if (rateLimit !== null && this.strike(1)) return rateLimit;
    if (this.strike(serverErrorRatio)) return "serverError";
    if (request.placesOrder && this.strike(rejectRatio)) return "reject";
    return this.strike(lostAckRatio) ? "lostAck" : "none";
  }

  /** User events as they will be sent: perhaps doubled, perhaps out of order. */
  forEvents<T>(events: readonly T[]): T[] {
    const doubled = events.flatMap((event) => (this.strike(this.settings.duplicateEventRatio) ? [event, event] : [event]));
    return this.settings.reorderEvents ? doubled.reverse() : doubled;
  }

  private concerns({ method, path }: { method: string; path: string }): boolean {
    const { onlyPaths, onlyMethods } = this.settings;
    return (onlyPaths?.some((start) => path.startsWith(start)) ?? true) && (onlyMethods?.includes(method) ?? true);
  }

  private strike(share: number): boolean {
    if (share <= 0 || this.left <= 0 || nextUniform(this.random) >= share) return false;
    this.left--;
    this.injected++;
    return true;
  }
}
