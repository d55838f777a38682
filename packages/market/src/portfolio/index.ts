export { covarianceMatrix } from "./covariance-matrix.ts";
export { portfolioVolatility, type RiskContribution, riskContributions } from "./risk-contributions.ts";
