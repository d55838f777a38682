/** This service's name on the bus. */
export const NAME = "ai_hfos";
