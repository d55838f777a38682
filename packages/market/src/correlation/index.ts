export { type ShrunkCorrelation, shrunkCorrelation } from "./shrunk-correlation.ts";
