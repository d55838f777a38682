/** What is shown where a figure is not known. Never a zero. */
export const UNKNOWN = "–";

const money = new Intl.NumberFormat("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const clock = new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", day: "2-digit", month: "short", hour: "2-digit", minute: "2-digit" });

export function usd(value: number | null | undefined): string {
  return known(value) ? money.format(value) : UNKNOWN;
}

/** With its sign, for gains and losses. */
export function signedUsd(value: number | null | undefined): string {
  return known(value) ? signed(value, money.format(Math.abs(value))) : UNKNOWN;
}

export function percent(ratio: number | null | undefined, places = 2): string {
  return known(ratio) ? `${(ratio * 100).toFixed(places)} %` : UNKNOWN;
}

export function signedPercent(ratio: number | null | undefined): string {
  return known(ratio) ? signed(ratio, `${(Math.abs(ratio) * 100).toFixed(2)} %`) : UNKNOWN;
}

export function multiple(value: number | null | undefined): string {
  return known(value) ? signed(value, `${Math.abs(value).toFixed(2)} R`) : UNKNOWN;
}

/** Market time, always UTC. */
export function time(at: number | null | undefined): string {
  return known(at) ? clock.format(at) : UNKNOWN;
}

/** A price or quantity as the exchange writes it, without trailing zeros. */
export function figure(text: string | number | null | undefined): string {
  if (text === null || text === undefined) return UNKNOWN;
  const plain = String(text);
  const value = Number(plain);
  if (!Number.isFinite(value)) return UNKNOWN;
  return plain.includes(".") ? String(Number(value.toPrecision(8))) : plain;
}

export function tone(value: number | null | undefined): string {
  if (!known(value) || value === 0) return "";
  return value > 0 ? "gain" : "loss";
}

function known(value: number | null | undefined): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

/** Puts the sign before what is shown, unless it shows as zero. */
function signed(value: number, shown: string): string {
  if (!/[1-9]/.test(shown)) return shown;
  return `${value > 0 ? "+" : "−"}${shown}`;
}
