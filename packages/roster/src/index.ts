export { isEnforced, ROSTER_EVENTS, type Roster, type RosterEntry, speaks, updateRoster } from "./roster.ts";
