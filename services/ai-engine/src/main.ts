import { run } from "@quantum/service-kit/run";
import { environment, nameOf } from "./config.ts";
import { service } from "./service.ts";

await run(nameOf(process.env), environment, service);
