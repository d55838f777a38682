import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ON_FROM_THE_FIRST_DAY } from "../compose/service-block.ts";
import { CliFailure } from "../failure.ts";
import { REPOSITORY } from "../repository.ts";
import { modulesFrom, profilesWithPhase } from "./phase-modules.ts";

const SETTINGS = join(REPOSITORY, ".env");

/** Whether a deployment with Docker Compose belongs to this folder. */
export function hasDeployment(): boolean {
  return existsSync(SETTINGS);
}

/** Brings phases 1 to N with Docker Compose, and writes the phase into the settings, so that the next start is the same. */
export function phaseUpWithDocker(phase: number): void {
  compose(["up", "--detach", "--wait"], chooseProfiles(phase));
}

/** Stops the modules of phase N and later. They say goodbye, so trading goes on without them at once. */
export function phaseDownWithDocker(phase: number): string[] {
  const listed = docker(["ps", "--filter", "label=quantum.group=module", "--format", '{{.Label "quantum.service"}}']).split("\n");
  const names = modulesFrom(phase, ON_FROM_THE_FIRST_DAY)
    .map(({ name }) => name)
    .filter((name) => listed.includes(name));
  chooseProfiles(Math.max(0, phase - 1));
  if (names.length > 0) docker(["stop", "--time", "10", ...names.map((name) => `quantum_${name}`)]);
  return names;
}

/** Every module that has a container, and how it is. */
export function phaseStatusWithDocker(): { module: string; phase: number; state: string }[] {
  const format = '{{.Label "quantum.service"}}\t{{.Label "quantum.phase"}}\t{{.Status}}';
  const lines = docker(["ps", "--all", "--filter", "label=quantum.group=module", "--format", format]).split("\n").filter(Boolean);
  return lines
    .map((line) => line.split("\t") as [string, string, string])
    .map(([module, phase, state]) => ({ module, phase: Number(phase), state }))
    .sort((one, other) => one.phase - other.phase || one.module.localeCompare(other.module));
}

function chooseProfiles(phase: number): string {
  const text = readFileSync(SETTINGS, "utf8");
  const before = /^COMPOSE_PROFILES=(.*)$/m.exec(text)?.[1] ?? "";
  const profiles = profilesWithPhase(before.trim(), phase);
  const line = `COMPOSE_PROFILES=${profiles}`;
  writeFileSync(SETTINGS, /^COMPOSE_PROFILES=/m.test(text) ? text.replace(/^COMPOSE_PROFILES=.*$/m, line) : `${text.trimEnd()}\n${line}\n`);
  return profiles;
}

function compose(args: readonly string[], profiles: string): void {
  const env = { ...process.env, COMPOSE_PROFILES: profiles };
  const { status, error } = spawnSync("docker", ["compose", ...args], { cwd: REPOSITORY, env, stdio: ["ignore", 2, 2] });
  if (error) throw noDocker(error);
  if (status !== 0)
    throw new CliFailure(
      "docker compose did not bring every service up",
      "the lines above say which; docker compose logs <service> says why",
    );
}

function docker(args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync("docker", args, { encoding: "utf8" });
  if (error) throw noDocker(error);
  if (status !== 0) throw new CliFailure(`docker ${args[0]}: ${stderr.trim()}`, "is Docker running, and may you use it?");
  return stdout;
}

function noDocker(error: Error): CliFailure {
  return new CliFailure(`docker cannot be run: ${error.message}`, "install Docker with Compose 2.24 or newer, or use --with launcher");
}
