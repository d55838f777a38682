import { closeSync, mkdtempSync, openSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { createLogger } from "@quantum/service-kit/logger";
import type { Core, Effect } from "@quantum/types";
import { createEssCore, type EssState } from "./core/index.ts";
import { Decider } from "./decider.ts";
import { Journal } from "./journal.ts";

let folder: string;
let journal: Journal;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "quantum-ess-decider-"));
  journal = new Journal(folder);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const STOP = { level: "HALT", close: false, by: "anna", reason: "drill" };

function decider(core: Core<EssState> = createEssCore(), acted: Effect[] = []): Decider {
  const made = new Decider({
    core,
    journal,
    logger: createLogger("ess", "silent"),
    now: () => 1_000,
    act: (_input, effects) => acted.push(...effects),
  });
  made.begin();
  return made;
}
/** A core that throws on these feed inputs. */
function throwing(...names: string[]): Core<EssState> {
  const core = createEssCore();
  return {
    ...core,
    decide(state, input) {
      const done = core.decide(state, input);
      if (input.type === "feed" && names.includes(input.data.name)) throw new Error("a defect");
      return done;
    },
  };
}

describe("deciding", () => {
  it("is on the disk before it is done", () => {
    const onDisk: (string | undefined)[] = [];
    const made = new Decider({
      core: createEssCore(),
      journal,
      logger: createLogger("ess", "silent"),
      now: () => 1_000,
      act: () => onDisk.push(new Journal(folder).recovered.state?.level),
    });
    made.take("stop", STOP);
    expect(onDisk).toEqual(["HALT"]);
  });

  it("a restart is stopped as before", () => {
    decider().take("stop", STOP);
    journal = new Journal(folder);
    expect(decider().state).toMatchObject({ level: "HALT", latchSaid: true, sweep: { phase: "RUNNING" } });
  });

  it("a journal that is damaged halts", () => {
    const damaged = Object.assign(Object.create(journal) as Journal, { recovered: { state: null, damaged: "line 3" } });
    journal = damaged;
    expect(decider().state).toMatchObject({ level: "HALT", causes: [{ trigger: "OWN_FAILURE", reason: "line 3" }] });
  });

  it("a core that throws halts, from the state before", () => {
    const made = decider(throwing("equity"));
    made.take("stop", { ...STOP, level: "PAUSE" });
    made.take("equity", "100");
    expect(made.state).toMatchObject({ level: "HALT", equityUsd: null });
    expect(made.state.causes.map((cause) => cause.trigger)).toEqual(["MANUAL", "OWN_FAILURE"]);
  });

  it("a core that throws even on that halts with an empty memory", () => {
    let failures = 0;
    const core = throwing("equity");
    const twice: Core<EssState> = {
      ...core,
      decide(state, input) {
        if (input.type === "feed" && input.data.name === "failure" && failures++ === 0) throw new Error("again");
        return core.decide(state, input);
      },
    };
    const made = decider(twice);
    made.take("equity", "100");
    expect(made.state).toMatchObject({ level: "HALT", causes: [{ trigger: "OWN_FAILURE" }] });
  });

  it("a journal that cannot be written is a known problem, and what was decided is done all the same", () => {
    const acted: Effect[] = [];
    const made = decider(createEssCore(), acted);
    // Its file is closed beneath it and the number given to a file opened for reading.
    journal.close();
    const other = openSync(join(folder, "journal.jsonl"), "r");
    made.take("stop", STOP);
    closeSync(other);
    expect(made.state.level).toBe("HALT");
    expect(made.journalProblem).not.toBeNull();
    expect(acted.map((effect) => effect.kind)).toContain("call");
  });

  it("ticks that decide nothing are not written down", () => {
    const made = decider();
    const before = new Journal(folder).recovered.state?.clockAt;
    made.take("tick");
    expect(new Journal(folder).recovered.state?.clockAt).toBe(before);
  });
});
