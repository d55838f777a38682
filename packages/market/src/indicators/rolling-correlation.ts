import { assertPeriod } from "./period.ts";

/** Pearson correlation of two series over their last `period` pairs. */
export interface RollingCorrelationState {
  period: number;
  count: number;
  index: number;
  meanX: number;
  meanY: number;
  squaresX: number;
  squaresY: number;
  products: number;
  windowX: number[];
  windowY: number[];
}

/** A correlation that has seen nothing. */
export function createRollingCorrelation(period: number): RollingCorrelationState {
  assertPeriod(period, 2);
  const empty = (): number[] => new Array<number>(period).fill(0);
  const sums = { meanX: 0, meanY: 0, squaresX: 0, squaresY: 0, products: 0 };
  return { period, count: 0, index: 0, ...sums, windowX: empty(), windowY: empty() };
}

/** When a spread falls to less than this share at once, what is left is mostly rounding of what went. */
const COLLAPSE_SHARE = 1e-6;

/** Takes one pair in and gives the correlation, null before `period` pairs and while a side does not move. */
export function updateRollingCorrelation(state: RollingCorrelationState, x: number, y: number): number | null {
  const { index, period, squaresX, squaresY } = state;
  if (state.count < period) add(state, x, y);
  else replace(state, x, y);
  state.windowX[index] = x;
  state.windowY[index] = y;
  state.index = index + 1 === period ? 0 : index + 1;
  const collapsed = state.squaresX < squaresX * COLLAPSE_SHARE || state.squaresY < squaresY * COLLAPSE_SHARE;
  if (state.count === period && (state.index === 0 || collapsed)) recompute(state);
  return readRollingCorrelation(state);
}

/** The correlation in [-1, 1], null before `period` pairs and while a side does not move. */
export function readRollingCorrelation(state: Readonly<RollingCorrelationState>): number | null {
  if (state.count < state.period) return null;
  const scale = Math.sqrt(state.squaresX * state.squaresY);
  if (!moves(state.squaresX, state.meanX) || !moves(state.squaresY, state.meanY) || !(scale > 0)) return null;
  return Math.max(-1, Math.min(1, state.products / scale));
}

/** A spread below the rounding of the values themselves is no spread. */
function moves(squares: number, mean: number): boolean {
  return squares > mean * mean * 1e-24;
}

function add(state: RollingCorrelationState, x: number, y: number): void {
  state.count++;
  const fromX = x - state.meanX;
  const fromY = y - state.meanY;
  state.meanX += fromX / state.count;
  state.meanY += fromY / state.count;
  state.squaresX += fromX * (x - state.meanX);
  state.squaresY += fromY * (y - state.meanY);
  state.products += fromX * (y - state.meanY);
}

/** Sums of products around (any x, mean y) equal those around both means, so one swap needs only the new mean of x. */
function replace(state: RollingCorrelationState, x: number, y: number): void {
  const { index, period, meanX, meanY } = state;
  const oldX = state.windowX[index] as number;
  const oldY = state.windowY[index] as number;
  const nextX = meanX + (x - oldX) / period;
  const nextY = meanY + (y - oldY) / period;
  state.squaresX += (x - nextX) * (x - meanX) - (oldX - nextX) * (oldX - meanX);
  state.squaresY += (y - nextY) * (y - meanY) - (oldY - nextY) * (oldY - meanY);
  state.products += (x - nextX) * (y - meanY) - (oldX - nextX) * (oldY - meanY);
  state.meanX = nextX;
  state.meanY = nextY;
}

function recompute(state: RollingCorrelationState): void {
  const { windowX, windowY, period } = state;
  const ordered = { ...state, count: 0, index: 0, meanX: 0, meanY: 0, squaresX: 0, squaresY: 0, products: 0 };
  for (let i = 0; i < period; i++) add(ordered, windowX[i] as number, windowY[i] as number);
  state.meanX = ordered.meanX;
  state.meanY = ordered.meanY;
  state.squaresX = ordered.squaresX;
  state.squaresY = ordered.squaresY;
  state.products = ordered.products;
}
