/**
 * A short id that is the same whenever its parts are the same: 16 characters of base 36 (about 80 bits).
 * Ids of events, intents and orders derive from their cause with this, so that doing a thing twice gives the same id.
 * Mixing function: two 53-bit multiply-xor hashes with different seeds. Not for secrets.
 */
export function deriveId(...parts: readonly (string | number)[]): string {
  const text = parts.join("\u001f");
  return (hash53(text, 0x9e3779b9) + hash53(text, 0x85ebca6b)).slice(0, 16);
}

/** First letters of the client order ids of the emergency stop, which sends its orders past everybody else. */
export const EMERGENCY_ORDER_PREFIX = "ess-";

function hash53(text: string, seed: number): string {
  let high = 0xdeadbeef ^ seed;
  let low = 0x41c6ce57 ^ seed;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    high = Math.imul(high ^ code, 2654435761);
    low = Math.imul(low ^ code, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return (4294967296 * (2097151 & low) + (high >>> 0)).toString(36).padStart(8, "0").slice(-8);
}
