import { runEss } from "./run.ts";

await runEss(process.env);
