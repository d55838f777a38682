import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { build } from "esbuild";
import { REPOSITORY } from "../repository.ts";
import { leftOut } from "./left-out.ts";

async function bundled(source: string): Promise<{ inputs: string[]; run: (require: NodeJS.Require) => unknown }> {
  const { metafile, outputFiles } = await build({
    stdin: { contents: source, resolveDir: join(REPOSITORY, "packages/exchange"), loader: "js" },
    bundle: true,
    write: false,
    metafile: true,
    platform: "node",
    format: "cjs",
    logLevel: "silent",
    external: ["bufferutil", "utf-8-validate"],
    plugins: [leftOut()],
  });
  const text = outputFiles[0]?.text ?? "";
  return {
    inputs: Object.keys(metafile.inputs),
    run: (require) => {
      const module = { exports: {} as { default?: unknown } };
      new Function("module", "exports", "require", text)(module, module.exports, require);
      return module.exports.default;
    },
  };
}

describe("what a bundle leaves out", () => {
  it("is what ccxt has for other chains; the exchange we trade on is made and signs as ever", async () => {
    const { inputs, run } = await bundled(`import Binance from "./node_modules/ccxt/js/src/binanceusdm.js";
      const exchange = new Binance({ apiKey: "key", secret: "secret" });
      export default exchange.sign("order", "fapiPrivate", "POST", { symbol: "BTCUSDT" });`);
    expect(
      inputs.filter((path) => /ccxt\/.*(zklink|dydx-v4-client|protobuf)|@scure\/starknet/.test(path) && !path.startsWith("left-out:")),
    ).toEqual([]);
    expect(inputs.filter((path) => path.startsWith("left-out:")).length).toBeGreaterThan(3);
    const { createRequire } = await import("node:module");
    expect(run(createRequire(import.meta.url))).toMatchObject({ method: "POST", body: expect.stringContaining("signature=") });
  });

  it("says so when it is called after all", async () => {
    const { run } = await bundled(`import Exchange from "./node_modules/ccxt/js/src/binanceusdm.js";
      export default (call) => { const exchange = new Exchange(); return exchange.retrieveStarkAccount("0x1", "0x2", "0x3"); };`);
    const { createRequire } = await import("node:module");
    expect(run(createRequire(import.meta.url)) as () => unknown).toThrow("is left out of this bundle");
  });

  it("is nothing of anybody else's", async () => {
    const { inputs } = await bundled(
      `import { Long } from "./node_modules/ccxt/js/src/static_dependencies/dydx-v4-client/helpers.js"; export default Long;`,
    );
    expect(inputs.some((path) => path.startsWith("left-out:"))).toBe(false);
  });
});
