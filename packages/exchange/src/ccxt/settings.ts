/** paper: the local simulator; testnet: the exchange's own test venue; live: real money. */
export type ExchangeMode = "paper" | "testnet" | "live";

/** Addresses of the exchange's streams (Binance documentation, "Websocket Market Streams"). */
export const STREAM_URLS: Readonly<Record<Exclude<ExchangeMode, "paper">, string>> = {
  live: "wss://fstream.binance.com",
  testnet: "wss://stream.binancefuture.com",
};
