/** A module's lines in the manifest. */
export function manifestEntry(module: { name: string; port: number; phase: number; memoryMb: number }): string {
  return [
    "  {",
    `    name: "${module.name}",`,
    `    port: ${module.port},`,
    "    published: true,",
    '    group: "module",',
    `    phase: ${module.phase},`,
    `    flag: "ENABLE_${module.name.toUpperCase()}",`,
    '    modes: ["OBSERVE", "ENFORCED", "OFF"],',
    `    memoryMb: ${module.memoryMb},`,
    "    database: true,",
    "    after: [],",
    "  },",
  ].join("\n");
}
