export { type CycleWait, closeCycle, createCycleWait, hearWord, isGone, openCycle, partsLeft, waitWake, wordOf } from "./cycle-wait.ts";
export { isEnforced, ROSTER_EVENTS, type Roster, type RosterEntry, speaks, updateRoster } from "./roster.ts";
