import type * as z from "zod";
import type { Envelope, EventDefinition } from "./event.ts";
import * as context from "./events/context.ts";
import * as fleet from "./events/fleet.ts";
import * as market from "./events/market.ts";
import { instrumentsListed } from "./events/market.ts";
import * as models from "./events/models.ts";
import * as orders from "./events/orders.ts";
import * as positions from "./events/positions.ts";
import { signalsComputed, signalsGenerated } from "./events/signals.ts";
import { cycleCompleted, tradesProposed, tradingCycleFailed } from "./events/trades.ts";

const definitions = [
  instrumentsListed,
  market.barsBackfilled,
  market.barsClosed,
  market.quotesObserved,
  signalsGenerated,
  signalsComputed,
  tradesProposed,
  cycleCompleted,
  tradingCycleFailed,
  orders.orderRequested,
  orders.orderCleared,
  orders.orderRefused,
  orders.orderPlanned,
  orders.orderSubmitted,
  orders.orderAcknowledged,
  orders.orderRejected,
  orders.orderCancelled,
  orders.orderUnresolved,
  orders.orderFilled,
  orders.orderWorking,
  orders.orderSettled,
  orders.shortfallMeasured,
  positions.accountSynced,
  positions.fundingPaid,
  positions.portfolioValued,
  positions.tradeOpened,
  positions.tradeClosed,
  models.predictionsLabelled,
  context.regimeClassified,
  context.policySet,
  context.universeUpdated,
  context.opportunitiesRanked,
  context.positionsClassified,
  context.tradesReviewed,
  context.sizesAdvised,
  context.amplificationAdvised,
  context.fleetCoordinated,
  context.emergencyJudged,
  context.directiveIssued,
  context.directiveAcknowledged,
  fleet.serviceStarted,
  fleet.serviceStopped,
  fleet.modeChanged,
  fleet.alertRaised,
  fleet.killLatchChanged,
  fleet.incidentOpened,
  fleet.healingDecided,
  fleet.incidentClosed,
  fleet.pauseAsked,
] as const;

type Definitions = (typeof definitions)[number];

/** Every event name that travels on a stream. */
export type EventType = Definitions["type"];
/** The data of an event, by its name. */
export type EventData<T extends EventType> = z.infer<Extract<Definitions, { type: T }>["data"]>;
/** A whole event, by its name; without a name the union of all. */
export type FleetEvent<T extends EventType = EventType> = { [K in T]: Envelope & { type: K; data: EventData<K> } }[T];

/** Event name -> definition. */
export const CATALOGUE: ReadonlyMap<string, EventDefinition> = new Map(definitions.map((definition) => [definition.type, definition]));
