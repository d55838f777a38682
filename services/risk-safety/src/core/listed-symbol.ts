import { ENLARGING, found, type Rule } from "./rule.ts";

/** RS-04: entries only in symbols the exchange lists and trades. Before it told its list, none is. */
export const listedSymbol: Rule = {
  id: "RS-04",
  code: "UNKNOWN_SYMBOL",
  applies: ENLARGING,
  check: ({ intent, state }) => {
    const instrument = Object.hasOwn(state.instruments, intent.symbol) ? state.instruments[intent.symbol] : undefined;
    if (!instrument) return found(false, intent.symbol, "the exchange has not listed this symbol");
    return found(instrument.trading === true, intent.symbol, instrument.trading ? "listed and trading" : "listed but not trading");
  },
};
