import { createHmac } from "node:crypto";
import type { EventData } from "@quantum/types";
import { SHELL_LIMITS } from "../core/index.ts";

/** What administrators are told. */
export type AlertMessage = EventData<"alert.raised"> & { readonly id: string; readonly raisedAt: number };

/** A way to reach administrators. Throws when the message was not taken. */
export interface AlertChannel {
  readonly name: string;
  send(message: AlertMessage): Promise<void>;
}

/**
 * POSTs the alert as JSON. `x-quantum-signature: t=<epoch s>,v1=<hex>`, where the hex is the HMAC-SHA256 of `<t>.<body>` with the shared
 * secret, proves who sent it and when; `x-quantum-alert-id` is the same for every try.
 */
export function webhookChannel(url: string, secret: string): AlertChannel {
  return {
    name: "webhook",
    async send(message) {
      const body = JSON.stringify(message);
      const seconds = Math.floor(Date.now() / 1000);
      await post(url, body, {
        "x-quantum-signature": `t=${seconds},v1=${signatureOf(secret, seconds, body)}`,
        "x-quantum-alert-id": message.id,
      });
    },
  };
}

/** The signature a receiver recomputes. */
export function signatureOf(secret: string, seconds: number, body: string): string {
  return createHmac("sha256", secret).update(`${seconds}.${body}`).digest("hex");
}

/** A message of a Telegram bot to one chat. `apiUrl` is Telegram's own address unless said otherwise. */
export function telegramChannel(settings: { apiUrl: string; botToken: string; chatId: string }): AlertChannel {
  return {
    name: "telegram",
    async send({ severity, code, message, action }) {
      const text = `${severity} ${code}\n${message}\n${action}`.slice(0, TELEGRAM_MAX_CHARACTERS);
      await post(`${settings.apiUrl}/bot${settings.botToken}/sendMessage`, JSON.stringify({ chat_id: settings.chatId, text }), {});
    },
  };
}

/** Telegram refuses longer messages. */
const TELEGRAM_MAX_CHARACTERS = 4_096;

async function post(url: string, body: string, headers: Record<string, string>): Promise<void> {
  const signal = AbortSignal.timeout(SHELL_LIMITS.alertTimeoutMs);
  const response = await fetch(url, {
    method: "POST",
    body,
    headers: { "content-type": "application/json", ...headers },
    signal,
    redirect: "error",
  });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`answered ${response.status}`);
}
