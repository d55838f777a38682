/** Why the exchange refuses something: Binance's own codes, with Binance's words where they are short. */
export const REFUSALS = {
  UNKNOWN: [-1000, "An unknown error occurred while processing the request."],
  BAD_PARAMETER: [-1102, "Mandatory parameter was not sent, was empty/null, or malformed."],
  BAD_PRECISION: [-1111, "Precision is over the maximum defined for this asset."],
  BAD_SYMBOL: [-1121, "Invalid symbol."],
  CANCEL_REJECTED: [-2011, "Unknown order sent."],
  NO_SUCH_ORDER: [-2013, "Order does not exist."],
  MARGIN_NOT_SUFFICIENT: [-2019, "Margin is insufficient."],
  WOULD_TRIGGER: [-2021, "Order would immediately trigger."],
  REDUCE_ONLY: [-2022, "ReduceOnly Order is rejected."],
  MAX_OPEN_ORDERS: [-2025, "Reach max open order limit."],
  POSITION_LIMIT: [-2027, "Exceeded the maximum allowable position at current leverage."],
  PRICE_NOT_POSITIVE: [-4001, "Price less than 0."],
  QUANTITY_NOT_POSITIVE: [-4003, "Quantity less than or equal to zero."],
  QUANTITY_TOO_SMALL: [-4004, "Quantity less than min quantity."],
  QUANTITY_TOO_LARGE: [-4005, "Quantity greater than max quantity."],
  PRICE_NOT_ON_TICK: [-4014, "Price not increased by tick size."],
  PRICE_TOO_HIGH: [-4016, "Limit price can't be higher than the PERCENT_PRICE filter allows."],
  QUANTITY_NOT_ON_STEP: [-4023, "Qty not increased by step size."],
  PRICE_TOO_LOW: [-4024, "Limit price can't be lower than the PERCENT_PRICE filter allows."],
  BAD_LEVERAGE: [-4028, "Leverage is not valid."],
  MAX_ALGO_ORDERS: [-4045, "Reach max stop order limit."],
  SAME_MARGIN_TYPE: [-4046, "No need to change margin type."],
  DUPLICATE_ID: [-4116, "ClientOrderId is duplicated."],
  BAD_CALLBACK: [-4119, "CallbackRate is not in range."],
  MARKET_PERCENT_PRICE: [-4131, "The counterparty's best price does not meet the PERCENT_PRICE filter limit."],
  NOTIONAL_TOO_SMALL: [-4164, "Order's notional must be no smaller than the minimum (unless you choose reduce only)."],
  NO_ISOLATED: [-4168, "Unable to adjust to isolated-margin mode: this exchange has cross margin only."],
  POST_ONLY: [-5022, "Due to the order could not be executed as maker, the Post Only order will be rejected."],
  NOTHING_TO_MODIFY: [-5027, "No need to modify the order."],
} as const satisfies Record<string, readonly [number, string]>;

export type RefusalName = keyof typeof REFUSALS;

/** A command the exchange did not take; nothing changed. */
export interface Refusal {
  readonly accepted: false;
  readonly name: RefusalName;
  readonly code: number;
  readonly message: string;
}

/** The answer to a command: what it led to, or why it was refused. */
export type Outcome<T> = { readonly accepted: true; readonly value: T } | Refusal;

/** Makes a refusal; `detail` replaces Binance's general sentence where a figure helps. */
export function refuse(name: RefusalName, detail?: string): Refusal {
  const [code, message] = REFUSALS[name];
  return { accepted: false, name, code, message: detail ?? message };
}
