/** Refuses a period an indicator cannot have. */
export function assertPeriod(period: number, least = 1): void {
  if (!Number.isInteger(period) || period < least)
    throw new RangeError(`a period must be a whole number of at least ${least}, got ${period}`);
}
