import { found, type Rule } from "./rule.ts";

/** RS-02: an intent is judged once; the same id again is refused, whatever became of the first. */
export const duplicateIntent: Rule = {
  id: "RS-02",
  code: "DUPLICATE",
  applies: "ALL",
  check: ({ intent, state }) => {
    const seenAt = Object.hasOwn(state.seenIntents, intent.intentId) ? (state.seenIntents[intent.intentId] as number) : null;
    return found(seenAt === null, seenAt, seenAt === null ? "first time this intent is seen" : "this intent was judged before");
  },
};
