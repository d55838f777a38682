/** Its name on the bus. */
export const NAME = "self_healing";
