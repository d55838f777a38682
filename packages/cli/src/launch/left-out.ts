import type { Plugin } from "esbuild";

/**
 * What ccxt's base class imports for exchanges on other chains (StarkNet, dYdX, zkLink, MEXC's protobuf): Binance never calls it, and it costs every process
 * that speaks to the exchange 8 MB resident (measured: 72.5 against 64.3 MB for the client alone).
 */
const LEFT_OUT = /^@scure\/starknet$|static_dependencies\/(zklink|dydx-v4-client)\/|functions\/starknet\.js$|protobuf\/mexc\//;
const FROM_CCXT = /node_modules\/ccxt\//;

/** Leaves those modules out of a bundle. Whatever calls one of their functions gets an error that says so. */
export function leftOut(): Plugin {
  return {
    name: "left-out",
    setup(build) {
      build.onResolve({ filter: LEFT_OUT }, ({ path, importer }) =>
        FROM_CCXT.test(importer) ? { path, namespace: "left-out", pluginData: path } : undefined,
      );
      build.onLoad({ filter: /.*/, namespace: "left-out" }, ({ path }) => ({ contents: stubOf(path), loader: "js" }));
    },
  };
}

/** A module that has, by its prototype, every name anybody may import; each throws when it is called. */
function stubOf(path: string): string {
  const message = JSON.stringify(`${path} is left out of this bundle`);
  return `const gone = () => { throw new Error(${message}); };
module.exports = Object.setPrototypeOf(() => gone(), new Proxy({}, { get: (_, name) => (name === "__esModule" ? undefined : gone) }));`;
}
