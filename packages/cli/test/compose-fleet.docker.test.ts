import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { eventually } from "@quantum/test-kit";
import { FLEET } from "../../../fleet.ts";
import { REPOSITORY } from "../src/repository.ts";
import { createDeployment, type Deployment } from "./compose-drill/deployment.ts";
import { canReach, OutsideWorld, whyNoOutside } from "./compose-drill/outside-world.ts";
import { usageOver } from "./compose-drill/usage.ts";
import { COMES_WITHIN_MS, type CycleRow, containerOf, docker, watch } from "./compose-drill/watch.ts";
import { whyNoDeployment } from "./compose-drill/why-not.ts";

const MODULES = FLEET.filter(({ group }) => group === "module").map(({ name }) => name);
const CORE = FLEET.filter(({ group }) => group === "core").map(({ name }) => name);
const SERVERS = ["redis", "postgres"];
const ON_THE_BUS = [...CORE, ...MODULES];
/** Who may speak to machines outside. */
const MAY_LEAVE = ["alertmanager", "ess", "execution"];
const FIGURES = join(REPOSITORY, ".quantum", "test-results", "compose-fleet.json");
const LOOKS = 10;
const STEP_WITHIN_MS = 120_000;

/** After some losses these two let nobody enter any more: they only watch here, so that there is always something to disturb. */
const WATCHING = ["trading_mathematician", "orchestrator_policy"];
/** A cycle every two seconds, trades that do not last, modules that bind, and nobody who takes a drill for an emergency. */
const SETTINGS = {
  COMPOSE_PROFILES: "paper,ess,phase5",
  SIM_SPEED: "150",
  SIM_WEIGHT_PER_MINUTE: "100000000",
  SIM_ORDERS_PER_10S: "100000000",
  SIM_ORDERS_PER_MINUTE: "100000000",
  CYCLE_DEADLINE_MS: "1500",
  MIN_CONFIDENCE: "0.3",
  MAX_HELD_BARS: "4",
  COOLDOWN_BARS: "1",
  DAILY_LOSS_RATIO: "1",
  HEALING_FLEET_RESTARTS: "1000",
  HEALING_MAX_ERRORS_PER_MINUTE: "1000",
  ESS_MAX_ERRORS_PER_MINUTE: "1000",
  ESS_MAX_LOSSES_IN_A_ROW: "1000000",
  ESS_MAX_DRAWDOWN_RATIO: "0.9",
  // On a busy machine the killed exchange can be away for longer than equity may be unknown: entries then rest for seconds, not for a quarter of an hour.
  ESS_COOL_DOWN_MS: "2000",
  ...Object.fromEntries(MODULES.map((name) => [`${name.toUpperCase()}_MODE`, WATCHING.includes(name) ? "OBSERVE" : "ENFORCED"])),
};

const why = whyNoDeployment();
const outside = why ?? whyNoOutside();
const figures: Record<string, unknown> = {};
let deployment: Deployment;
let look: ReturnType<typeof watch>;

const heard = ({ participants }: CycleRow, module: string): boolean => participants.some(({ service }) => service === module);
const secondsSince = (began: number): number => Math.round((performance.now() - began) / 100) / 10;
const isShown = (service: string, status: string, what: string) =>
  eventually(async () => (await look.shown(service)) === status, { what: `${service} is shown as ${what}`, withinMs: COMES_WITHIN_MS });
const allWell = (services: readonly string[] = ON_THE_BUS) =>
  eventually(
    async () => {
      const fleet = await look.get<{ services: { service: string; status: string }[] }>("dashboard", "/api/fleet");
      const ill = fleet.services.filter(({ service, status }) => services.includes(service) && status !== "HEALTHY");
      if (ill.length > 0) throw new Error(`not healthy: ${ill.map(({ service, status }) => `${service} ${status}`).join(", ")}`);
      return true;
    },
    { what: "every service is healthy", withinMs: COMES_WITHIN_MS },
  );
const booksAgree = async () => {
  await eventually(
    async () => Object.keys((await look.get<{ reduceOnly: object }>("execution", "/reconciliation")).reduceOnly).length === 0,
    {
      what: "no symbol is reduce-only",
      withinMs: COMES_WITHIN_MS,
    },
  );
  await eventually(
    async () => {
      const differences = await look.differences();
      if (differences !== null && differences.length > 0) throw new Error(JSON.stringify(differences.slice(0, 3)));
      return differences !== null;
    },
    { what: "ledger and exchange agree to the last digit", withinMs: COMES_WITHIN_MS },
  );
};

describe(`the whole fleet in Docker${why === null ? "" : ` (skipped: ${why})`}`, () => {
  const real = (title: string, drill: () => Promise<void>, steps = 1) =>
    (why === null ? it : it.skip)(title, drill, steps * STEP_WITHIN_MS);

  beforeAll(async () => {
    if (why !== null) return;
    deployment = await createDeployment(SETTINGS);
    look = watch(deployment);
  }, STEP_WITHIN_MS);

  afterAll(async () => {
    deployment?.remove();
    if (why !== null) return;
    mkdirSync(join(FIGURES, ".."), { recursive: true });
    writeFileSync(FIGURES, `${JSON.stringify(figures, null, 2)}\n`);
    process.stderr.write(`the fleet in Docker, seconds: ${JSON.stringify(figures)}\n`);
  }, STEP_WITHIN_MS);

  real(
    "comes up healthy with all phases, and monitor_all_services.sh says so",
    async () => {
      const { status, stderr, seconds } = await deployment.up();
      expect([status, status === 0 ? "" : stderr]).toEqual([0, ""]);
      figures.upSeconds = seconds;
      await allWell();
      // On a busy machine somebody may be late in the very moment of one look.
      const allWellSaid = async () => {
        const { status, stdout, stderr } = await deployment.script("monitor_all_services.sh", "--json");
        if (status !== 0 || JSON.parse(stdout).notWell !== 0) throw new Error(`it ended with ${status}: ${stdout}${stderr}`);
        return true;
      };
      await eventually(allWellSaid, { what: "the script says that all are well", withinMs: COMES_WITHIN_MS });
    },
    2,
  );

  real("trades, and every container stays within its memory", async () => {
    await look.comes("orders", async () => (await look.cycles()).some(({ requested }) => requested > 0));
    const usage = await usageOver(LOOKS);
    figures.usage = usage;
    const over: string[] = [];
    for (const { container, memoryMb } of usage) {
      const service = container.replace("quantum_", "");
      const limitMb = FLEET.find(({ name }) => name === service)?.memoryMb ?? (await containerOf(service)).limitBytes / 1024 / 1024;
      if (memoryMb > limitMb) over.push(`${container} ${memoryMb} of ${limitMb} MB`);
    }
    expect(over).toEqual([]);
    expect(usage.length).toBeGreaterThanOrEqual(FLEET.length + SERVERS.length);
  });

  (outside === null ? it : it.skip)(
    `lets nobody out but ${MAY_LEAVE.join(", ")}${outside === null || why !== null ? "" : ` (skipped: ${outside})`}`,
    async () => {
      const world = new OutsideWorld();
      try {
        await world.open();
        const names = (await docker("ps", "--filter", "name=^quantum_", "--format", "{{.Names}}")).split("\n");
        const services = names.map((name) => name.replace("quantum_", ""));
        const reaches = async (service: string) => canReach((await containerOf(service)).pid);
        for (const service of MAY_LEAVE)
          await eventually(() => reaches(service), { what: `${service} gets out`, withinMs: COMES_WITHIN_MS });
        const others = services.filter((service) => !MAY_LEAVE.includes(service));
        const out = await Promise.all(others.map(async (service) => ((await reaches(service)) ? service : null)));
        expect(out.filter((service) => service !== null)).toEqual([]);
        // Still the same processes, so nobody was kept from getting out by having ended.
        for (const service of services) expect([service, (await containerOf(service)).running]).toEqual([service, true]);
      } finally {
        await world.close();
      }
    },
    STEP_WITHIN_MS,
  );

  real(
    "goes on trading while any one module is stopped: shown as left, waited for by nobody, not revived, and part of it again once started",
    async () => {
      const left: Record<string, number> = {};
      const without: { module: string; from: number; until: number }[] = [];
      const requestedBefore = (await look.cycles()).reduce((sum, { requested }) => sum + requested, 0);
      for (const module of MODULES) {
        await isShown(module, "HEALTHY", "healthy");
        const began = performance.now();
        const stopping = docker("stop", `quantum_${module}`);
        await isShown(module, "ABSENT", "left");
        left[module] = secondsSince(began);
        await stopping;
        const from = await look.nextCycle();
        // It may have answered some bar before it left, of which trading_bot had not heard yet. A cycle may be overtaken by the next bar
        // while its orders settle (two seconds are all it has here): that has nothing to do with who left.
        const goesOn = async () => (await look.cycles()).find((row) => row.at > from && row.outcome !== "EXPIRED" && !heard(row, module));
        const { at } = await eventually(goesOn, { what: `a cycle without ${module}`, withinMs: COMES_WITHIN_MS });
        without.push({ module, from, until: at });
        expect([module, (await containerOf(module)).running]).toEqual([module, false]);
        await docker("start", `quantum_${module}`);
        await isShown(module, "HEALTHY", "back");
      }
      figures.leftSeconds = left;
      const last = await look.nextCycle();
      const rows = await eventually(
        async () => {
          const all = await look.cycles();
          return all.some(({ at }) => at >= last) ? all : null;
        },
        { what: "the last cycle is on record" },
      );
      for (const { module, from, until } of without) {
        const meanwhile = rows.filter(({ at }) => at >= from && at <= until);
        expect(meanwhile.length).toBeGreaterThan(1);
        expect([module, meanwhile.filter(({ missing }) => missing.includes(module))]).toEqual([module, []]);
      }
      await eventually(async () => (await look.cycles()).some(({ at, missing }) => at >= last && missing.length === 0), {
        what: "a cycle in which nobody is missing",
        withinMs: COMES_WITHIN_MS,
      });
      expect(rows.reduce((sum, { requested }) => sum + requested, 0)).toBeGreaterThan(requestedBefore);
    },
    MODULES.length,
  );

  const killed = [...FLEET.map(({ name }) => name), ...SERVERS];
  real(
    "heals by itself whichever service is killed, and goes on with its cycles",
    async () => {
      const healed: Record<string, number> = {};
      for (const service of killed) {
        const { startedAt } = await containerOf(service);
        const began = performance.now();
        await docker("kill", `quantum_${service}`);
        const back = async () => {
          const now = await containerOf(service);
          return now.startedAt !== startedAt && now.well;
        };
        await eventually(back, { what: `${service} is healthy again`, withinMs: COMES_WITHIN_MS });
        healed[service] = secondsSince(began);
        if (ON_THE_BUS.includes(service)) await isShown(service, "HEALTHY", "healthy");
        await look.nextCycle();
      }
      figures.healedSeconds = healed;
      await allWell();
      await look.nextCycle();
    },
    killed.length,
  );

  real("has the same books as the exchange after all that, to the last digit", async () => {
    await allWell();
    await booksAgree();
  });

  real(
    "ends reconciled with the exchange when a backup is brought back",
    async () => {
      const folder = join(deployment.folder, "backup");
      const saved = await deployment.script("backup.sh", folder);
      expect([saved.status, saved.status === 0 ? "" : saved.stderr]).toEqual([0, ""]);
      const fillsThen = (await look.query("SELECT key FROM fills")).length;
      await look.comes("trading goes on", async () => (await look.query("SELECT key FROM fills")).length > fillsThen);
      const restored = await deployment.script("restore.sh", folder, "--yes");
      expect([restored.status, restored.status === 0 ? "" : restored.stderr]).toEqual([0, ""]);
      figures.restoreSeconds = restored.seconds;
      await allWell();
      await look.nextCycle();
      await booksAgree();
    },
    2,
  );

  real(
    "is rolled back to a core that trades, with Redis frozen, Postgres and half of the fleet dead; twice does no harm",
    async () => {
      await docker("pause", "quantum_redis");
      await docker(
        "kill",
        ...["postgres", "execution", "trading_bot", "clm", "self_healing", "pba", "msc_ai", "aelm", "universe_os"].map(
          (name) => `quantum_${name}`,
        ),
      );
      for (const time of ["first", "second"]) {
        const began = performance.now();
        const { status, stdout } = await deployment.script("emergency_rollback.sh", "--json");
        expect(JSON.parse(stdout)).toMatchObject({ ok: true, problems: [] });
        expect(status).toBe(0);
        await look.nextCycle();
        await allWell(CORE);
        figures[`${time}RollbackSeconds`] = secondsSince(began);
        const states = await Promise.all(MODULES.map(async (name) => [name, (await containerOf(name)).running] as const));
        expect(states.filter(([, running]) => running).map(([name]) => name)).toEqual(["ess"]);
      }
      const since = await look.nextCycle();
      await look.comes("the core asks for orders", async () =>
        (await look.cycles()).some(({ at, requested }) => at >= since && requested > 0),
      );
      await booksAgree();
    },
    3,
  );
});
