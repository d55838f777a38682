import { isWorkProcess, serveWork } from "@quantum/service-kit/jobs/work";

// Each loads only what it needs: a process that does one piece of work has no use for a web server and a queue.
if (isWorkProcess()) await serveWork((await import("./jobs/works.ts")).WORKS);
else await (await import("./roles.ts")).runRole(process.env.CLM_ROLE, process.argv[1] ?? "");
