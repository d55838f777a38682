import { describe, expect, it } from "@jest/globals";
import { event, type Given, given, observed } from "@quantum/test-kit";
import type { EventData, Input, RiskMode } from "@quantum/types";
import { cycle, FLEET, history, modeChange, type Said, STEP_MS, T0 } from "../../test/scenario.ts";
import { createAiHfosCore, type HfosState, type PersonSays, RESTRAINTS } from "./index.ts";

const desk = given(createAiHfosCore()).after(...FLEET, ...history(), ...cycle(T0));
const at = (bar: number) => T0 + bar * STEP_MS;
const WHO = { by: "anna", reason: "a drill" };

function says(words: PersonSays, when = T0): Input {
  return observed("person", words, { at: when, id: `person-${words.kind}-${when}` });
}
const wants = (riskMode: RiskMode, minutes = 60) => says({ kind: "risk_mode", riskMode, minutes, ...WHO });

/** Hands inputs over one after the other; whatever is ordered is acknowledged at once. */
function play(start: Given<HfosState>, ...inputs: Input[]) {
  const said: EventData<"fleet.coordinated">[] = [];
  const rows: Readonly<Record<string, unknown>>[] = [];
  const issued: EventData<"directive.issued">[] = [];
  let now = start;
  for (const input of inputs) {
    const outcome = now.when(input);
    rows.push(...outcome.stored("audit"));
    said.push(...outcome.emitted("fleet.coordinated"));
    issued.push(...outcome.emitted("directive.issued"));
    const acks = outcome.emitted("directive.issued").flatMap(({ directiveId, targets }) =>
      targets.map((service) => {
        return event("directive.acknowledged", { directiveId, service, obeyed: true, reason: "" }, { source: service, at: input.at });
      }),
    );
    now = start.state(outcome.state).after(...acks);
  }
  return { said, rows, issued, state: now.when().state };
}
const modes = (first: Input, bars: number, said: Said = {}) =>
  play(desk, first, ...Array.from({ length: bars }, (_, i) => cycle(at(i + 1), said)).flat()).said.map(
    ({ restraint }) => restraint.riskMode,
  );

describe("HF-09: the risk mode of a person", () => {
  it("is ordered at once, holds until it expires, and is on record", () => {
    const outcome = desk.when(wants("SAFE", 10));
    expect(outcome.emitted("directive.issued")).toMatchObject([
      { riskMode: "SAFE", by: "anna", reason: "a drill", expiresAt: T0 + 600_000 },
    ]);
    expect(outcome.stored("audit")).toMatchObject([{ action: "risk_mode", from_mode: "NORMAL", to_mode: "SAFE", ...WHO }]);
    expect(modes(wants("SAFE", 10), 3)).toEqual(["SAFE", "NORMAL", "NORMAL"]);
  });

  it("may be AGGRESSIVE only while no rule asks for more care", () => {
    expect(modes(wants("AGGRESSIVE"), 1)).toEqual(["AGGRESSIVE"]);
    const [said] = play(desk, wants("AGGRESSIVE"), ...cycle(at(1), { drawdownRatio: 0.04 })).said;
    expect(said?.restraint).toEqual(RESTRAINTS.DEFENSIVE);
    // HF-27: who asked is told.
    expect(said?.conflicts).toMatchObject([{ rule: "HF-27", resolution: "DEFENSIVE holds" }]);
  });

  it("may ask for more care than the rules, never for less", () => {
    expect(modes(wants("SAFE"), 1, { drawdownRatio: 0.04 })).toEqual(["SAFE"]);
    expect(modes(wants("CAUTIOUS"), 1, { drawdownRatio: 0.04 })).toEqual(["DEFENSIVE"]);
    expect(modes(wants("NORMAL"), 1, { drawdownRatio: 0.04 })).toEqual(["DEFENSIVE"]);
  });

  it("is taken back by a person", () => {
    const { said, rows } = play(desk, wants("SAFE"), ...cycle(at(1)), says({ kind: "revoke_risk_mode", ...WHO }, at(1)), ...cycle(at(2)));
    expect(said.map(({ restraint }) => restraint)).toEqual([RESTRAINTS.SAFE, RESTRAINTS.NORMAL]);
    expect(said.map(({ directives }) => directives.length)).toEqual([1, 0]);
    expect(rows).toMatchObject([{ action: "risk_mode" }, { action: "revoke_risk_mode", from_mode: "SAFE" }]);
  });
});

describe("HF-10: an override", () => {
  const aside = (service: string, minutes = 60) => says({ kind: "override", service, minutes, ...WHO });
  const crash: Said = { regime: { state: "VOLATILE", riskMode: "DEFENSIVE" } };

  it("sets the word of one module aside until it expires, and says so", () => {
    const said = desk.after(aside("msc_ai", 10)).when(...cycle(at(1), crash), ...cycle(at(2), crash));
    expect(said.emitted("fleet.coordinated")).toMatchObject([
      { restraint: { riskMode: "NORMAL" }, overrides: [{ service: "msc_ai", ...WHO, expiresAt: T0 + 600_000 }] },
      { restraint: { riskMode: "CAUTIOUS" }, overrides: [] },
    ]);
  });

  it("does not wait for the module either", () => {
    const [said] = desk
      .after(aside("msc_ai"))
      .when(...cycle(at(1), { regime: null }))
      .emitted("fleet.coordinated");
    expect(said).toMatchObject({ missing: [], restraint: RESTRAINTS.NORMAL });
  });

  it("of the emergency stop or of nobody known is not taken", () => {
    for (const service of ["ess", "portfolio_intelligence", "ai_hfos", "nobody"])
      expect(desk.when(aside(service)).state.overrides).toEqual([]);
  });

  it("is taken back by a person", () => {
    expect(desk.after(aside("pal")).when(says({ kind: "revoke_override", service: "pal", ...WHO })).state.overrides).toEqual([]);
  });
});

describe("HF-08: the way back", () => {
  it("is one mode after an hour of calm at a time, and towards care at once", () => {
    const calm = Array.from({ length: 45 }, (_, i) => cycle(at(i + 2))).flat();
    const [, ...all] = play(desk, ...cycle(at(1), { drawdownRatio: 0.06 }), ...calm).said;
    const runs = all
      .map(({ restraint }) => restraint.riskMode)
      .reduce<[RiskMode, number][]>((list, mode) => {
        const last = list.at(-1);
        if (last?.[0] === mode) last[1] += 1;
        else list.push([mode, 1]);
        return list;
      }, []);
    expect(runs).toEqual([
      ["SAFE", 12],
      ["DEFENSIVE", 12],
      ["CAUTIOUS", 12],
      ["NORMAL", 9],
    ]);
    expect(all[0]?.verdicts).toMatchObject([{ rule: "HF-08" }]);
  });

  it("begins anew with every cycle that asks for the mode again", () => {
    const calm = (from: number, bars: number) => Array.from({ length: bars }, (_, i) => cycle(at(from + i))).flat();
    const deep = (bar: number) => cycle(at(bar), { drawdownRatio: 0.04 });
    const next = play(desk, ...deep(1), ...calm(2, 11), ...deep(13), ...calm(14, 12)).said;
    expect(next).toHaveLength(25);
    expect(next.every(({ restraint }) => restraint.riskMode === "DEFENSIVE")).toBe(true);
  });
});

it("a change of its own mode ends what it ordered, and orders it anew in the mode it is in", () => {
  const safe: Said = { drawdownRatio: 0.06 };
  const { issued, state } = play(desk, ...cycle(at(1), safe), modeChange("ai_hfos", "OBSERVE"), ...cycle(at(2), safe));
  expect(issued.map(({ riskMode }) => riskMode)).toEqual(["SAFE", "SAFE"]);
  expect(issued[0]?.directiveId).not.toBe(issued[1]?.directiveId);
  expect(state.directive?.binding).toBe(false);
});
