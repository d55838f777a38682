import type { FleetEntry } from "../../../../fleet.ts";
import { type Board, figure, lines, type Panel, type Row, STATUS_WORDS, states, YES_IS_GOOD } from "../panel.ts";
import { MODULE_PANELS } from "./module-panels.ts";

/** Not on the bus: it takes no events and holds no lease. */
const OFF_THE_BUS = "exchange_simulator";
/** Keeps its own shell, without batches of the kit. */
const OWN_SHELL = "ess";

/** The dashboard of one service: the same rows for all, and what only it has to show. */
export function moduleBoard({ name, group, phase, memoryMb }: FleetEntry): Board {
  const own = MODULE_PANELS[name] ?? [];
  return {
    uid: `quantum-module-${name.replaceAll("_", "-")}`,
    title: `Module ${name}`,
    tags: ["module", group, `phase${phase}`],
    help: `${name}: phase ${phase}, memory limit ${memoryMb} MB.`,
    rows: [
      { title: "Now", panels: nowOf(name) },
      ...(own.length > 0 ? [{ title: "What it says", panels: own }] : []),
      ...(name === OFF_THE_BUS ? [] : [workOf(name)]),
      { title: "Size", panels: sizeOf(name) },
    ],
  };
}

function nowOf(name: string): Panel[] {
  const of = `{module="${name}"}`;
  return [
    figure({ title: "Health", help: "Progress, not whether the process answers", words: STATUS_WORDS }, [
      `fleet_health_status${of}`,
      "health",
    ]),
    figure({ title: "Version", help: "And its rollout phase" }, [`fleet_build_info${of}`, "{{version}}, phase {{phase}}"]),
    figure({ title: "Behind", help: "Entries not read or not finished" }, [`fleet_stream_lag_entries${of}`, "entries"]),
    states({ title: "Mode", help: "Which it is in", words: YES_IS_GOOD }, [`fleet_mode${of}`, "{{mode}}"]),
  ];
}

function workOf(name: string): Row {
  const of = `module="${name}"`;
  const batches: Panel[] = [
    lines({ title: "From events to saved", unit: "s", help: "99th percentile" }, [`fleet:batch_seconds:p99_5m{${of}}`, "p99"]),
  ];
  return {
    title: "Work",
    panels: [
      lines({ title: "Events taken", help: "Per second, by type" }, [
        `sum by (type) (rate(fleet_inputs_total{${of}}[5m])) or on () vector(0)`,
        "{{type}}",
      ]),
      lines({ title: "Events said and rows kept", help: "Per second" }, [
        `sum by (kind, type) (rate(fleet_effects_total{${of}}[5m])) or on () vector(0)`,
        "{{kind}} {{type}}",
      ]),
      ...(name === OWN_SHELL ? [] : batches),
      lines(
        { title: "Trouble", help: "Dead letters and reloads in the last hour" },
        [`sum(increase(fleet_dead_letters_total{${of}}[1h])) or on () vector(0)`, "dead letters"],
        [`sum(increase(fleet_reloads_total{${of}}[1h])) or on () vector(0)`, "reloads"],
      ),
      states({ title: "Dependencies", help: "Up or not", words: YES_IS_GOOD }, [`fleet_dependency_up{${of}}`, "{{dependency}}"]),
    ],
  };
}

function sizeOf(name: string): Panel[] {
  const of = `{module="${name}"}`;
  return [
    lines({ title: "CPU", unit: "percentunit", help: "Of one core" }, [`rate(process_cpu_seconds_total${of}[5m])`, "cpu"]),
    lines(
      { title: "Memory", unit: "bytes", help: "Private, and resident with shared program pages" },
      [`fleet_private_memory_bytes${of}`, "private"],
      [`process_resident_memory_bytes${of}`, "resident"],
      [`nodejs_heap_size_used_bytes${of}`, "heap"],
    ),
    lines({ title: "Event loop lag", unit: "s", help: "99th percentile" }, [`nodejs_eventloop_lag_p99_seconds${of}`, "lag"]),
  ];
}
