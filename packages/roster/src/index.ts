export { type CycleWait, closeCycle, createCycleWait, hearWord, isGone, openCycle, partsLeft, waitWake, wordOf } from "./cycle-wait.ts";
export {
  COORDINATOR,
  constraintAt,
  createDirectiveBook,
  DIRECTIVE_LIMITS,
  type DirectiveBook,
  directivesAt,
  type HeldDirective,
  hearCoordinator,
  hearDirective,
  moreCareful,
  openDirectives,
  type Receiver,
  riskModeAt,
} from "./directives.ts";
export { isEnforced, ROSTER_EVENTS, type Roster, type RosterEntry, speaks, updateRoster } from "./roster.ts";
