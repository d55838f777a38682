import type { CallError, Core, Effect, Input } from "@quantum/types";
import type { RequestHandler, Router } from "express";
import type { Pool } from "pg";
import type { Logger } from "../logger.ts";

/** A call that had no result. Definitive: it surely was not done. Otherwise its fate is unknown and must be asked for. */
export class CallFailure extends Error implements CallError {
  override readonly name = "CallFailure";
  readonly definitive: boolean;
  readonly code: string;
  constructor(failure: CallError) {
    super(failure.message);
    this.definitive = failure.definitive;
    this.code = failure.code;
  }
}

export interface CallContext {
  readonly callId: string;
  /** True when this call was in the outbox after a restart: it may have been done already, so ask first. */
  readonly recovered: boolean;
  readonly signal: AbortSignal;
}

export type CallHandler = (request: unknown, context: CallContext) => Promise<unknown>;

/** What a route may see and do. */
export interface ServiceView<S> {
  /** The core's state as of the last commit. Look, do not touch. */
  state(): Readonly<S>;
  database(): Pool;
  /** Hands the core an input of type `feed`; resolves once everything it led to is saved. */
  observe(name: string, data: unknown): Promise<void>;
  /** Lets only requests with the control token and a body {by, reason} pass. */
  readonly control: RequestHandler;
}

/** What a feed of the outside may do. `at` is market time in epoch ms (null: the newest known); the same `key` gives the same input id. */
export interface FeedAccess<S> {
  observe(name: string, data: unknown, at: number | null, key?: string): Promise<void>;
  state(): Readonly<S>;
  readonly signal: AbortSignal;
  readonly logger: Logger;
}

/** One figure of a service's own. */
export interface OwnGauge {
  readonly name: string;
  readonly help: string;
  readonly value: number | null;
  /** Every gauge of one name has the same label names, with few values. */
  readonly labels?: Readonly<Record<string, string>>;
}

/** One service: its core and what connects it to the outside. */
export interface ServiceDefinition<S> {
  readonly core: Core<S>;
  routes?(router: Router, view: ServiceView<S>): void;
  /** Handlers of `call` effects, by name. Executed one after the other, in the order they were decided. */
  readonly calls?: Readonly<Record<string, CallHandler>>;
  /** Runs beside the core while this instance holds the lease; must return when the signal aborts. */
  feed?(access: FeedAccess<S>): Promise<void>;
  /** What else to say when the core threw on an input (it is dead-lettered after some tries). */
  failure?(input: Input, error: Error): readonly Effect[];
  /** Figures of its own for /metrics, measured once a second. Names end in their unit; null figures are left out. */
  gauges?(state: Readonly<S>): readonly OwnGauge[];
  /** POST /reconnect: gives up the service's own connections to the outside and makes them anew; the bus's are the kit's. */
  reconnect?(): void;
  /** Further facts for /health: name -> ok or what is wrong. */
  dependencies?(): Readonly<Record<string, "ok" | string>>;
}
