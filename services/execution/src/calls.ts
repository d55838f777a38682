import { type ExchangeGateway, GatewayError, isAlgo, type OrderReport } from "@quantum/exchange";
import { CallFailure, type CallHandler } from "@quantum/service-kit/definition";
import type { Fill } from "@quantum/types";
import Big from "big.js";
import type { CancelRequest, FillsFrom, FindRequest, OrderAnswer, PlaceRequest, SyncAnswer, SyncRequest } from "./core/index.ts";
import { type OwnedFills, withOwners } from "./fill-owners.ts";

/** How often, and after what pause, fills are asked for again that the exchange has reported but not listed yet. */
const FILL_TRIES = 10;
const FILL_PAUSE_MS = 50;
/** Rounds in which a comparison tries to catch an account that does not move. */
const SYNC_ROUNDS = 3;

/**
 * How an order that would open something, and had not left before a crash, comes back: while this process was down its decision may have aged, or the kill
 * latch been set. The core asks for it like for any order of unknown fate, and sends it only while it is fresh and wanted.
 */
const NOT_SENT = { definitive: false, code: "NOT_SENT", message: "it had not left before the crash" } as const;

/** What execution's calls do at the exchange. Everything is found again by its client order id. */
export function exchangeCalls(gateway: ExchangeGateway, recvWindowMs: number): Record<string, CallHandler> {
  const leverages = new Map<string, number>();
  const startedAt = Date.now();
  const handler = <Request, Answer>(work: (request: Request, recovered: boolean) => Promise<Answer>): CallHandler => {
    return async (request, { recovered }) => {
      try {
        return await work(request as Request, recovered);
      } catch (error) {
        if (error instanceof GatewayError) throw new CallFailure(error);
        throw error;
      }
    };
  };
  return {
    place: handler<PlaceRequest, OrderAnswer>(async (request, recovered) => {
      const earlier = recovered ? await sentEarlier(gateway, request, startedAt + recvWindowMs) : null;
      if (recovered && earlier === null && !request.order.reduceOnly) throw new CallFailure(NOT_SENT);
      const report = earlier ?? (await send(gateway, request, leverages));
      return { report, ...(await fillsOf(gateway, report, request)) };
    }),
    find: handler<FindRequest, OrderAnswer | null>(async (request) => {
      const report = await gateway.find(request.symbol, request.clientOrderId, request.algo);
      return report && { report, ...(await fillsOf(gateway, report, request)) };
    }),
    cancel: handler<CancelRequest, boolean>(({ symbol, clientOrderId, algo }) => gateway.cancel(symbol, clientOrderId, algo)),
    sync: handler<SyncRequest, SyncAnswer>((request) => compareAccount(gateway, request)),
  };
}

/**
 * After a crash it is not known whether the order had left. It is looked for, and looked for again once a request signed before the crash would
 * no longer be accepted; only then may it be sent, if it only reduces.
 */
async function sentEarlier(gateway: ExchangeGateway, { order }: PlaceRequest, acceptableUntil: number): Promise<OrderReport | null> {
  const look = (): Promise<OrderReport | null> => gateway.find(order.symbol, order.clientOrderId, isAlgo(order.type));
  const found = await look();
  const waitMs = acceptableUntil - Date.now();
  if (found || waitMs <= 0) return found;
  await new Promise((resolve) => setTimeout(resolve, waitMs));
  return look();
}

async function send(gateway: ExchangeGateway, { order, leverage }: PlaceRequest, leverages: Map<string, number>): Promise<OrderReport> {
  if (leverage !== null && leverages.get(order.symbol) !== leverage) {
    await gateway.setLeverage(order.symbol, leverage);
    leverages.set(order.symbol, leverage);
  }
  return gateway.place(order);
}

interface FillsAsked {
  readonly fillsAfter: FillsFrom;
  readonly booked?: string;
  readonly siblings: readonly string[];
}

/** The fills in the order's symbol that we have not booked. The order's own must be complete: reported but not listed is not an answer yet. */
async function fillsOf(gateway: ExchangeGateway, report: OrderReport, asked: FillsAsked): Promise<OwnedFills> {
  if (report.filledQuantity === "0" && report.triggeredOrderId === null) return { fills: [], asked: [] };
  for (let tries = 1; ; tries++) {
    try {
      const found = await withOwners(gateway, await gateway.fills(report.symbol, asked.fillsAfter), [report], asked.siblings);
      if (listed(found.fills, report, asked.booked ?? "0")) return found;
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error;
      if (tries >= FILL_TRIES)
        throw new CallFailure({
          definitive: false,
          code: error.code,
          message: `the order is at the exchange, its fills could not be had: ${error.message}`,
        });
    }
    if (tries >= FILL_TRIES)
      throw new CallFailure({
        definitive: false,
        code: "FILLS_MISSING",
        message: `the exchange reports ${report.filledQuantity} filled but does not list it yet`,
      });
    await new Promise((resolve) => setTimeout(resolve, FILL_PAUSE_MS));
  }
}

function listed(fills: readonly Fill[], report: OrderReport, booked: string): boolean {
  const own = fills.filter((fill) => fill.clientOrderId === report.clientOrderId);
  return own.reduce((sum, fill) => sum.plus(fill.quantity), new Big(booked)).gte(report.filledQuantity);
}

/** Everything the exchange holds for us, and everything that happened since we last asked. */
async function compareAccount(gateway: ExchangeGateway, request: SyncRequest): Promise<SyncAnswer> {
  const vanished = new Map<string, OrderReport | null>();
  let found: OwnedFills = { fills: [], asked: [] };
  for (let round = 1; ; round++) {
    const account = await gateway.account();
    const resting = new Set(account.resting.map((order) => order.clientOrderId));
    for (const order of request.orders) {
      if (!resting.has(order.clientOrderId))
        vanished.set(order.clientOrderId, await gateway.find(order.symbol, order.clientOrderId, order.algo));
    }
    const seen = found.fills.length;
    found = await missingFills(gateway, request, account.positions, vanished);
    if (round === SYNC_ROUNDS || found.fills.length === seen)
      return {
        account,
        ...found,
        vanished: [...vanished].map(([clientOrderId, report]) => ({ clientOrderId, report })),
        ...(await atClose(gateway, request)),
      };
  }
}

async function atClose(gateway: ExchangeGateway, request: SyncRequest): Promise<Pick<SyncAnswer, "funding" | "quotes">> {
  if (request.closeAt === null) return { funding: [], quotes: [] };
  return { funding: await gateway.funding(request.fundingSince), quotes: await gateway.quotes() };
}

/** Fills are asked for where the position is another than ours, or an order of ours no longer rests. */
async function missingFills(
  gateway: ExchangeGateway,
  request: SyncRequest,
  positions: readonly { symbol: string; quantity: string }[],
  vanished: ReadonlyMap<string, OrderReport | null>,
): Promise<OwnedFills> {
  const theirs = new Map(positions.map((position) => [position.symbol, position.quantity]));
  const moved = [...new Set([...theirs.keys(), ...Object.keys(request.positions)])].filter(
    (symbol) => !new Big(theirs.get(symbol) ?? "0").eq(request.positions[symbol] ?? "0"),
  );
  const ended = request.orders.filter((order) => vanished.has(order.clientOrderId)).map((order) => order.symbol);
  const found: OwnedFills = { fills: [], asked: [] };
  for (const symbol of new Set([...moved, ...ended])) {
    const triggers = request.orders
      .filter((order) => order.symbol === symbol && order.algo && !vanished.has(order.clientOrderId))
      .map((order) => order.clientOrderId);
    const heard = [...vanished.values()].filter((report) => report !== null && report.symbol === symbol) as OrderReport[];
    const missing = await gateway.fills(symbol, request.fillsFrom[symbol] ?? request.otherwiseFrom);
    const owned = await withOwners(gateway, missing, heard, triggers);
    found.fills.push(...owned.fills);
    found.asked.push(...owned.asked);
  }
  return found;
}
