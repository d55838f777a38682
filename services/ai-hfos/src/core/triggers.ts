import { defensiveDrawdown } from "./defensive-drawdown.ts";
import { emergencyLevel } from "./emergency-level.ts";
import { highVolatility } from "./high-volatility.ts";
import { marketCrash } from "./market-crash.ts";
import { neededWords } from "./needed-words.ts";
import type { TriggerRule } from "./picture.ts";
import { safeDrawdown } from "./safe-drawdown.ts";
import { silentServices } from "./silent-services.ts";

/** Everything that may ask for more care. Their order does not matter: the most careful of what they ask for holds. */
export const TRIGGERS: readonly TriggerRule[] = [
  highVolatility,
  defensiveDrawdown,
  safeDrawdown,
  marketCrash,
  neededWords,
  silentServices,
  emergencyLevel,
];
