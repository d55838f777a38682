import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type BuildOptions, build } from "esbuild";
import { CliFailure } from "../failure.ts";
import { REPOSITORY } from "../repository.ts";
import { contentHash } from "./content-hash.ts";
import { leftOut } from "./left-out.ts";
import { workspacePaths } from "./workspace-paths.ts";

/** One service as one file, and what it was made of. */
export interface Bundle {
  readonly file: string;
  readonly hash: string;
  readonly built: boolean;
}

export interface BundleRequest {
  readonly name: string;
  readonly entry: string;
  readonly outputFolder: string;
}

/** Packages that are optional or native; code that wants one finds it missing, as it would without a bundle. */
const EXTERNAL = ["pg-native", "bufferutil", "utf-8-validate", "cpu-features", "pino-pretty"];

/** Packages that are CommonJS call `require`, which a module does not have. */
const BANNER = 'import{createRequire as __cr}from"node:module";const require=__cr(import.meta.url);';

/** Builds one minified file for a service, unless the sources are those of the last build. */
export async function bundle(request: BundleRequest): Promise<Bundle> {
  const file = join(request.outputFolder, `${request.name}.mjs`);
  const record = join(request.outputFolder, `${request.name}.inputs.json`);
  const known = knownHash(record);
  if (known && existsSync(file)) return { file, hash: known, built: false };
  mkdirSync(request.outputFolder, { recursive: true });
  const result = await build(options(request)).catch((error: Error) => {
    throw new CliFailure(`${request.name} does not build: ${error.message}`, "fix the error above; pnpm run types shows more");
  });
  const inputs = [...Object.keys(result.metafile?.inputs ?? {}), "pnpm-lock.yaml"].filter((path) => existsSync(join(REPOSITORY, path)));
  for (const output of result.outputFiles ?? []) replaceFile(output.path, output.contents);
  const hash = contentHash(REPOSITORY, inputs) ?? "";
  replaceFile(record, JSON.stringify({ inputs, hash }));
  return { file, hash, built: true };
}

function options(request: BundleRequest): BuildOptions & { metafile: true; write: false } {
  return {
    entryPoints: [request.entry],
    outfile: join(request.outputFolder, `${request.name}.mjs`),
    absWorkingDir: REPOSITORY,
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    platform: "node",
    target: "node24",
    format: "esm",
    legalComments: "none",
    sourcemap: "linked",
    sourcesContent: false,
    logLevel: "silent",
    external: EXTERNAL,
    banner: { js: BANNER },
    plugins: [leftOut(), workspacePaths(REPOSITORY, request.outputFolder)],
  };
}

/** The hash of the last build when its inputs still have the same content, else null. */
function knownHash(record: string): string | null {
  if (!existsSync(record)) return null;
  const { inputs, hash } = JSON.parse(readFileSync(record, "utf8")) as { inputs: string[]; hash: string };
  return contentHash(REPOSITORY, inputs) === hash ? hash : null;
}

/** In one step, so that a process starting meanwhile never reads half a file. */
function replaceFile(path: string, contents: string | Uint8Array): void {
  const partial = `${path}.${process.pid}`;
  writeFileSync(partial, contents);
  renameSync(partial, path);
}
