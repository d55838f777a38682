import { FLEET } from "../../../../fleet.ts";
import type { Board } from "../panel.ts";
import { EXECUTION_BOARD } from "./execution.ts";
import { FLEET_BOARD } from "./fleet.ts";
import { MODELS_BOARD } from "./models.ts";
import { moduleBoard } from "./module.ts";
import { RISK_BOARD } from "./risk.ts";
import { ROLLOUT_BOARD } from "./rollout.ts";
import { TRADING_BOARD } from "./trading.ts";

/** All dashboards: six overviews, and one for every service of the manifest. */
export const BOARDS: readonly Board[] = [
  FLEET_BOARD,
  TRADING_BOARD,
  RISK_BOARD,
  MODELS_BOARD,
  EXECUTION_BOARD,
  ROLLOUT_BOARD,
  ...FLEET.map(moduleBoard),
];
