import { readFile } from "node:fs/promises";
import { dirname, relative } from "node:path";
import type { Plugin } from "esbuild";

/**
 * Keeps `import.meta.url`, `import.meta.dirname` and `import.meta.filename` of our own sources meaning the source file and
 * not the bundle, so that a file lying beside a module is found the same way bundled and unbundled.
 */
export function workspacePaths(repository: string, outputFolder: string): Plugin {
  return {
    name: "workspace-paths",
    setup(build) {
      build.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
        if (path.includes("/node_modules/") || !path.startsWith(repository)) return null;
        const source = await readFile(path, "utf8");
        if (!source.includes("import.meta.")) return null;
        return { contents: rewrite(source, relative(outputFolder, path)), loader: "ts", resolveDir: dirname(path) };
      });
    },
  };
}

function rewrite(source: string, fromBundle: string): string {
  const url = `new URL(${JSON.stringify(fromBundle)}, import.meta.url)`;
  const folderUrl = `new URL(${JSON.stringify(dirname(fromBundle))}, import.meta.url)`;
  return source
    .replace(/import\.meta\.url\b/g, `${url}.href`)
    .replace(/import\.meta\.filename\b/g, `decodeURIComponent(${url}.pathname)`)
    .replace(/import\.meta\.dirname\b/g, `decodeURIComponent(${folderUrl}.pathname)`);
}
