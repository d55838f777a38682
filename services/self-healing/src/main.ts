import { run } from "@quantum/service-kit/run";
import { environment } from "./config.ts";
import { service } from "./service.ts";

await run("self_healing", environment, service);
