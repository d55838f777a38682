/** One instance of ai_engine as a process, with models of a set cost (COST_MS); everything else as in the fleet. */
import { readConfig } from "@quantum/service-kit/config";
import { createLogger } from "@quantum/service-kit/logger";
import { start } from "@quantum/service-kit/start";
import { environment, nameOf, settingsOf } from "../../services/ai-engine/src/config.ts";
import { createAiEngineCore } from "../../services/ai-engine/src/core/index.ts";
import { modelsOf } from "./costly-models.ts";

const name = nameOf(process.env);
const config = readConfig(name, environment, process.env);
const core = createAiEngineCore({ ...settingsOf(config), models: modelsOf(Number(process.env.COST_MS)) });
await start(name, config, { core }, createLogger(name, "silent"));
