import { BinanceEmergencyGateway, STREAM_URLS } from "@quantum/exchange/ccxt";
import { type AlertChannel, telegramChannel, webhookChannel } from "./alerts/channels.ts";
import type { EssConfig, ExchangeKeys } from "./config.ts";

/** The way to the exchange: connections and keys of its own. */
export function gatewayOf(config: EssConfig, keys: ExchangeKeys): BinanceEmergencyGateway {
  const url = config.EXCHANGE_URL.replace(/\/$/, "");
  return new BinanceEmergencyGateway({
    mode: config.EXCHANGE_MODE,
    restUrl: config.EXCHANGE_MODE === "paper" ? url : null,
    streamUrl: config.EXCHANGE_MODE === "paper" ? url.replace(/^http/, "ws") : STREAM_URLS[config.EXCHANGE_MODE],
    apiKey: keys.apiKey,
    apiSecret: keys.apiSecret,
    recvWindowMs: config.RECV_WINDOW_MS,
    timeoutMs: config.EXCHANGE_TIMEOUT_MS,
  });
}

/** The ways to administrators that are configured. */
export function channelsOf(config: EssConfig): AlertChannel[] {
  const { ESS_WEBHOOK_URL, ESS_WEBHOOK_SECRET, ESS_TELEGRAM_BOT_TOKEN, ESS_TELEGRAM_CHAT_ID, ESS_TELEGRAM_API_URL } = config;
  const channels: AlertChannel[] = [];
  if (ESS_WEBHOOK_URL && ESS_WEBHOOK_SECRET) channels.push(webhookChannel(ESS_WEBHOOK_URL, ESS_WEBHOOK_SECRET));
  if (ESS_TELEGRAM_BOT_TOKEN && ESS_TELEGRAM_CHAT_ID)
    channels.push(telegramChannel({ apiUrl: ESS_TELEGRAM_API_URL, botToken: ESS_TELEGRAM_BOT_TOKEN, chatId: ESS_TELEGRAM_CHAT_ID }));
  return channels;
}
