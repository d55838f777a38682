import { type Market, tiersOf } from "@quantum/exchange/engine";
import { SIMULATOR_LIMITS } from "../limits.ts";
import { accountRow, balanceRows, maxNotionalOf, NO_CAP_USD, positionRow } from "../present/account.ts";
import { incomeRow, tradeRow } from "../present/orders.ts";
import { ApiError, badParameter, refused } from "./api-error.ts";
import { type Api, type Endpoint, symbolOf, symbolsOf } from "./endpoint.ts";
import type { Query } from "./query.ts";

/** The account: balances, positions, settings, trades, income, key permissions. */
export const ACCOUNT_ENDPOINTS: readonly Endpoint[] = [
  { method: "GET", path: "/fapi/v3/account", access: "SIGNED", weight: 5, handle: (_, api) => accountRow(api.venue.exchange, 3) },
  { method: "GET", path: "/fapi/v2/account", access: "SIGNED", weight: 5, handle: (_, api) => accountRow(api.venue.exchange, 2) },
  { method: "GET", path: "/fapi/v3/balance", access: "SIGNED", weight: 5, handle: (_, api) => balanceRows(api.venue.exchange) },
  { method: "GET", path: "/fapi/v2/balance", access: "SIGNED", weight: 5, handle: (_, api) => balanceRows(api.venue.exchange) },
  { method: "GET", path: "/fapi/v3/positionRisk", access: "SIGNED", weight: 5, handle: (query, api) => positions(query, api, 3) },
  { method: "GET", path: "/fapi/v2/positionRisk", access: "SIGNED", weight: 5, handle: (query, api) => positions(query, api, 2) },
  { method: "POST", path: "/fapi/v1/leverage", access: "SIGNED", weight: 1, handle: setLeverage },
  { method: "POST", path: "/fapi/v1/marginType", access: "SIGNED", weight: 1, handle: setMarginType },
  { method: "GET", path: "/fapi/v1/positionSide/dual", access: "SIGNED", weight: 30, handle: () => ({ dualSidePosition: false }) },
  { method: "POST", path: "/fapi/v1/positionSide/dual", access: "SIGNED", weight: 1, handle: setPositionSide },
  { method: "GET", path: "/fapi/v1/multiAssetsMargin", access: "SIGNED", weight: 30, handle: () => ({ multiAssetsMargin: false }) },
  { method: "GET", path: "/fapi/v1/leverageBracket", access: "SIGNED", weight: 1, handle: leverageBrackets },
  { method: "GET", path: "/fapi/v1/symbolConfig", access: "SIGNED", weight: 5, handle: symbolConfigs },
  { method: "GET", path: "/fapi/v1/accountConfig", access: "SIGNED", weight: 5, handle: accountConfig },
  { method: "GET", path: "/fapi/v1/commissionRate", access: "SIGNED", weight: 20, handle: commissionRate },
  { method: "GET", path: "/fapi/v1/userTrades", access: "SIGNED", weight: 5, handle: userTrades },
  { method: "GET", path: "/fapi/v1/income", access: "SIGNED", weight: 30, handle: income },
  {
    method: "GET",
    path: "/fapi/v1/apiTradingStatus",
    access: "SIGNED",
    weight: 1,
    handle: (_, api) => ({ indicators: {}, updateTime: api.venue.marketAt }),
  },
  { method: "GET", path: "/fapi/v1/rateLimit/order", access: "SIGNED", weight: 1, handle: orderLimits },
  { method: "GET", path: "/sapi/v1/account/apiRestrictions", access: "SIGNED", weight: 1, handle: keyPermissions },
  { method: "GET", path: "/sapi/v1/capital/config/getall", access: "SIGNED", weight: 1, handle: currencies },
  { method: "GET", path: "/sapi/v1/margin/allPairs", access: "SIGNED", weight: 1, handle: () => [] },
  { method: "GET", path: "/sapi/v1/margin/isolated/allPairs", access: "SIGNED", weight: 1, handle: () => [] },
];

function positions(query: Query, api: Api, version: 2 | 3): unknown {
  const { exchange } = api.venue;
  const named = query.optional("symbol") !== undefined;
  const markets = symbolsOf(query, api).map((symbol) => exchange.markets[symbol] as Market);
  const shown = version === 3 && !named ? markets.filter((market) => market.position.size !== 0) : markets;
  return shown.map((market) => positionRow(exchange, market, version));
}

function setLeverage(query: Query, api: Api): unknown {
  const symbol = symbolOf(query, api);
  const leverage = query.requiredInteger("leverage");
  const outcome = api.venue.execute({ kind: "leverage", symbol, leverage });
  if (!outcome.accepted) throw refused(outcome);
  return { symbol, leverage, maxNotionalValue: maxNotionalOf(api.venue.exchange.markets[symbol] as Market) };
}

/** This account has cross margin and one-way positions; asking for what is there already gives Binance's "no need to change". */
function setMarginType(query: Query, api: Api): unknown {
  symbolOf(query, api);
  if (query.oneOf("marginType", ["CROSSED", "ISOLATED"]) === "CROSSED") throw new ApiError(400, -4046, "No need to change margin type.");
  throw new ApiError(400, -4168, "Unable to adjust to isolated-margin mode: this exchange has cross margin only.");
}

function setPositionSide(query: Query): unknown {
  if (query.oneOf("dualSidePosition", ["true", "false"]) === "false") throw new ApiError(400, -4059, "No need to change position side.");
  throw new ApiError(400, -4067, "Position side cannot be changed: this exchange has one-way positions only.");
}

function leverageBrackets(query: Query, api: Api): unknown {
  return symbolsOf(query, api).map((symbol) => {
    const { instrument } = api.venue.exchange.markets[symbol] as Market;
    const brackets = tiersOf(instrument).map(({ floorUsd, capUsd, maxLeverage, ratio, amountUsd }, i) => ({
      bracket: i + 1,
      initialLeverage: maxLeverage,
      notionalCap: capUsd ?? NO_CAP_USD,
      notionalFloor: floorUsd,
      maintMarginRatio: ratio,
      cum: amountUsd,
    }));
    return { symbol, brackets };
  });
}

function symbolConfigs(query: Query, api: Api): unknown {
  return symbolsOf(query, api).map((symbol) => {
    const market = api.venue.exchange.markets[symbol] as Market;
    return { symbol, marginType: "CROSSED", isAutoAddMargin: false, leverage: market.leverage, maxNotionalValue: maxNotionalOf(market) };
  });
}

function accountConfig(_: Query, api: Api): unknown {
  const may = { canTrade: true, canDeposit: false, canWithdraw: false };
  return { feeTier: 0, ...may, dualSidePosition: false, multiAssetsMargin: false, tradeGroupId: -1, updateTime: api.venue.marketAt };
}

function commissionRate(query: Query, api: Api): unknown {
  const { makerRatio, takerRatio } = api.venue.exchange.fees;
  return { symbol: symbolOf(query, api), makerCommissionRate: makerRatio, takerCommissionRate: takerRatio };
}

/** Trades of a symbol by id. From an id or a time on: the oldest first of those; otherwise the newest ones. Always ascending. */
function userTrades(query: Query, api: Api): unknown {
  const symbol = symbolOf(query, api);
  const limit = query.limit(SIMULATOR_LIMITS.rowsDefault, SIMULATOR_LIMITS.rowsMax);
  const fromId = query.integer("fromId");
  const startAt = query.integer("startTime");
  const endAt = query.integer("endTime") ?? Number.POSITIVE_INFINITY;
  const orderId = query.integer("orderId");
  if (fromId !== undefined && (startAt !== undefined || query.integer("endTime") !== undefined)) throw badParameter("fromId");
  const first = fromId === undefined ? 0 : Math.max(0, fromId - 1);
  const found = api.venue.exchange.fills
    .slice(first)
    .filter(
      (fill) =>
        fill.symbol === symbol &&
        (orderId === undefined || fill.orderId === orderId) &&
        fill.filledAt >= (startAt ?? 0) &&
        fill.filledAt <= endAt,
    );
  const rows = fromId === undefined && startAt === undefined ? found.slice(-limit) : found.slice(0, limit);
  return rows.map(tradeRow);
}

function income(query: Query, api: Api): unknown {
  const limit = query.limit(SIMULATOR_LIMITS.incomeDefault, SIMULATOR_LIMITS.rowsMax);
  const symbol = query.optional("symbol");
  const type = query.optional("incomeType");
  const startAt = query.integer("startTime");
  const endAt = query.integer("endTime") ?? Number.POSITIVE_INFINITY;
  const page = query.integer("page") ?? 1;
  const found = api.venue.exchange.income.filter(
    (entry) =>
      (symbol === undefined || entry.symbol === symbol) &&
      (type === undefined || entry.type === type) &&
      entry.at >= (startAt ?? 0) &&
      entry.at <= endAt,
  );
  const rows = startAt === undefined && page === 1 ? found.slice(-limit) : found.slice((page - 1) * limit, page * limit);
  return rows.map(incomeRow);
}

function orderLimits(_: Query, api: Api): unknown {
  return [
    { rateLimitType: "ORDERS", interval: "SECOND", intervalNum: 10, limit: api.config.SIM_ORDERS_PER_10S },
    { rateLimitType: "ORDERS", interval: "MINUTE", intervalNum: 1, limit: api.config.SIM_ORDERS_PER_MINUTE },
  ];
}

/** A trading key without the right to withdraw. */
function keyPermissions(_: Query, api: Api): unknown {
  const off = {
    enableWithdrawals: false,
    enableInternalTransfer: false,
    permitsUniversalTransfer: false,
    enableMargin: false,
    enableSpotAndMarginTrading: false,
    enableVanillaOptions: false,
  };
  return { ipRestrict: true, createTime: api.venue.tape.content.startAt, enableReading: true, enableFutures: true, ...off };
}

/** The only currency there is; it can be neither deposited nor withdrawn. */
function currencies(): unknown {
  return [
    {
      coin: "USDT",
      name: "TetherUS",
      depositAllEnable: false,
      withdrawAllEnable: false,
      trading: true,
      isLegalMoney: false,
      networkList: [],
    },
  ];
}
