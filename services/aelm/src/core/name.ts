/** Name of this service on the bus and in its verdicts. */
export const NAME = "aelm";
