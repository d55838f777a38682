import { writeBars } from "@quantum/market/files";
import { type Bar, INTERVAL_MS, type Interval } from "@quantum/types";
import { CliFailure } from "../failure.ts";

const DAY_MS = 86_400_000;
/** Most bars the exchange gives in one answer. */
const PAGE_BARS = 1500;
const DEFAULT_ADDRESS = "https://fapi.binance.com";

export interface FetchRequest {
  readonly symbols: readonly string[];
  readonly interval: Interval;
  readonly date: string;
  readonly days: number;
  readonly to: string;
  /** Address of the exchange's API, for a mirror or a local exchange. */
  readonly address?: string;
  readonly progress: (line: string) => void;
}

/** A kline as the exchange sends it; prices and volumes are text. */
type RawKline = readonly [number, string, string, string, string, string, number, string, number, string, ...unknown[]];

/** Fetches closed bars of USD-M futures over the network with ccxt and stores them. Returns the files. */
export async function fetchData(request: FetchRequest): Promise<string[]> {
  const exchange = await connect(request.address);
  const series: Record<string, Bar[]> = {};
  try {
    for (const symbol of request.symbols) {
      request.progress(`fetching ${symbol}`);
      series[symbol] = await fetchSymbol(exchange, { ...request, symbol });
    }
  } catch (error) {
    const problem = error instanceof CliFailure ? error : null;
    throw (
      problem ??
      new CliFailure(
        `the exchange cannot be asked: ${(error as Error).message}`,
        "check the network; or bring files and use ./quantum data import",
      )
    );
  } finally {
    await exchange.close();
  }
  const source = { generated: false, description: `fetched from ${request.address ?? DEFAULT_ADDRESS}` };
  return writeBars({ dir: request.to, interval: request.interval, series, source });
}

interface KlineSource {
  fapiPublicGetKlines(query: Record<string, unknown>): Promise<RawKline[]>;
  close(): Promise<unknown>;
}

async function connect(address: string | undefined): Promise<KlineSource> {
  const { binanceusdm } = await import("ccxt");
  const exchange = new binanceusdm({ enableRateLimit: true });
  if (address !== undefined) {
    const api = (exchange.urls as { api: Record<string, unknown> }).api;
    for (const [name, url] of Object.entries(api)) {
      if (typeof url === "string") api[name] = url.replace(/^https:\/\/[^/]+/, address.replace(/\/$/, ""));
    }
  }
  return exchange as unknown as KlineSource;
}

async function fetchSymbol(exchange: KlineSource, request: FetchRequest & { symbol: string }): Promise<Bar[]> {
  const stepMs = INTERVAL_MS[request.interval];
  const startAt = Date.parse(`${request.date}T00:00:00Z`);
  const endAt = startAt + request.days * DAY_MS;
  const bars: Bar[] = [];
  for (let from = startAt; from < endAt; ) {
    const query = { symbol: request.symbol, interval: request.interval, startTime: from, endTime: endAt - 1, limit: PAGE_BARS };
    const page = (await exchange.fapiPublicGetKlines(query)).map(barOf);
    bars.push(...page);
    if (page.length < PAGE_BARS) break;
    from = (page.at(-1) as Bar).openAt + stepMs;
  }
  // The bar that is still open would change later.
  const closed = bars.filter((bar) => bar.openAt + stepMs <= Date.now());
  if (closed.length > 0) return closed;
  throw new CliFailure(
    `the exchange has no ${request.interval} bars of ${request.symbol} on ${request.date}`,
    "check the symbol and the day",
  );
}

function barOf(raw: RawKline): Bar {
  const [openAt, open, high, low, close, volume, , quoteVolume, trades, takerBuyVolume] = raw;
  return {
    openAt: Number(openAt),
    open: Number(open),
    high: Number(high),
    low: Number(low),
    close: Number(close),
    volume: Number(volume),
    quoteVolume: Number(quoteVolume),
    trades: Number(trades),
    takerBuyVolume: Number(takerBuyVolume),
  };
}
