/** What this service alone reads from its environment: nothing yet. */
export const environment = {};
