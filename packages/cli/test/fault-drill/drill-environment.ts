/**
 * What differs from a fleet in service: services take drill faults, and a hundred faults in a quarter of an hour are many more restarts than any fleet
 * in service should be allowed. How soon a fault is believed is as in service.
 */
export function drillEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return {
    ...env,
    LOG_LEVEL: "warn",
    DRILL_FAULTS: "true",
    SELF_HEALING_MODE: "ENFORCED",
    // A stop of the desk would end the trading that the drill disturbs.
    ESS_MODE: "OBSERVE",
    HEALING_SERVICE_RESTARTS: "30",
    HEALING_FLEET_RESTARTS: "200",
  };
}
