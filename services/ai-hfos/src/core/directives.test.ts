import { describe, expect, it } from "@jest/globals";
import { event, given } from "@quantum/test-kit";
import type { EventData, Input } from "@quantum/types";
import { cycle, FLEET, history, type Said, STEP_MS, T0 } from "../../test/scenario.ts";
import { createAiHfosCore, RECEIVERS, RESTRAINTS } from "./index.ts";

const desk = given(createAiHfosCore()).after(...FLEET, ...history(), ...cycle(T0));
const at = (bar: number) => T0 + bar * STEP_MS;
const SAFE: Said = { drawdownRatio: 0.06 };
const HERE = ["orchestrator_policy", "universe_os", "pba", "pal"];

const ordered = desk.when(...cycle(at(1), SAFE));
const directive = ordered.emitted("directive.issued")[0] as EventData<"directive.issued">;

function acknowledged(service: string, part: Partial<EventData<"directive.acknowledged">> = {}, source = service): Input {
  const data = { directiveId: directive.directiveId, service, obeyed: true, reason: "test", ...part };
  return event("directive.acknowledged", data, { source, at: at(1) });
}

describe("HF-11: the directive", () => {
  it("of a risk mode comes before the answer that lists it, for every receiver, with the whole restraint", () => {
    const { riskMode: _, allowEntries: __, ...constraints } = RESTRAINTS.SAFE;
    expect(directive).toMatchObject({ targets: RECEIVERS, riskMode: "SAFE", constraints, by: "ai_hfos", expiresAt: at(1) + 1_800_000 });
    const types = ordered.effects.flatMap((effect) => (effect.kind === "emit" ? [effect.type] : []));
    expect(types).toEqual(["alert.raised", "directive.issued", "fleet.coordinated"]);
    expect(ordered.emitted("fleet.coordinated")[0]?.directives).toEqual([directive.directiveId]);
  });

  it("is said again under its id when half of its time is left, and not before", () => {
    const acks = HERE.map((service) => acknowledged(service));
    const bars = Array.from({ length: 6 }, (_, i) => cycle(at(i + 2), SAFE)).flat();
    const again = desk.after(...cycle(at(1), SAFE), ...acks).when(...bars);
    expect(again.emitted("directive.issued").map(({ directiveId, expiresAt }) => [directiveId, expiresAt])).toEqual([
      [directive.directiveId, at(4) + 1_800_000],
      [directive.directiveId, at(7) + 1_800_000],
    ]);
  });

  it("is waited for to be acknowledged, in the next cycle alone; who does not is listed and told of once", () => {
    const ordered_ = desk.after(...cycle(at(1), SAFE));
    expect(ordered_.when(...cycle(at(2), SAFE)).emitted("fleet.coordinated")).toEqual([]);
    const all = HERE.map((service) => acknowledged(service));
    expect(ordered_.when(...cycle(at(2), SAFE), ...all).emitted("fleet.coordinated")).toMatchObject([{ unacknowledged: [] }]);
    const late = ordered_.when(...all.slice(1), ...cycle(at(2), SAFE), ...cycle(at(3), SAFE), ...cycle(at(4), SAFE));
    const said = late.emitted("fleet.coordinated");
    expect(said.map(({ unacknowledged }) => unacknowledged)).toEqual([
      ["orchestrator_policy"],
      ["orchestrator_policy"],
      ["orchestrator_policy"],
    ]);
    expect(late.emitted("alert.raised").map(({ code }) => code)).toEqual(["DIRECTIVE_UNACKNOWLEDGED"]);
  });

  it("that a receiver refuses is told of at once", () => {
    const outcome = desk.after(...cycle(at(1), SAFE)).when(acknowledged("pba", { obeyed: false, reason: "EXPIRED" }));
    expect(outcome.emitted("alert.raised")).toMatchObject([{ code: "DIRECTIVE_REFUSED" }]);
  });

  it("is acknowledged by receivers alone, each for itself", () => {
    const start = desk.after(...cycle(at(1), SAFE));
    for (const input of [acknowledged("trading_bot"), acknowledged("pba", {}, "pal"), acknowledged("pba", { directiveId: "other" })])
      expect(start.when(input).state.directive?.acknowledged).toEqual({});
  });

  it("of another risk mode ends it, and in normal conditions there is none", () => {
    const outcome = desk
      .after(...cycle(at(1), { drawdownRatio: 0.04 }))
      .when(...HERE.map((s) => acknowledged(s)), ...cycle(at(2), SAFE), ...cycle(at(3), SAFE));
    expect(outcome.state.past).toMatchObject([{ riskMode: "DEFENSIVE" }]);
    expect(outcome.state.directive).toMatchObject({ riskMode: "SAFE" });
  });
});

describe("HF-12: a directive of somebody else", () => {
  const foreign = (part: Partial<EventData<"directive.issued">>, source = "trading_bot") =>
    event("directive.issued", { ...directive, directiveId: "x", ...part }, { source, at: at(1) });

  it.each<[string, Partial<EventData<"directive.issued">>, RegExp]>([
    ["is forged", {}, /^FORGED/],
    ["for a module nobody knows is refused as that", { targets: ["nobody"] }, /^UNKNOWN_TARGET/],
    ["that had expired is refused as that", { expiresAt: at(1) }, /^EXPIRED/],
  ])("%s, told of and counted, and changes nothing", (_, part, code) => {
    const outcome = desk.when(foreign(part));
    expect(outcome.emitted("directive.acknowledged")).toMatchObject([
      { service: "ai_hfos", obeyed: false, reason: expect.stringMatching(code) },
    ]);
    expect(outcome.emitted("alert.raised")).toMatchObject([{ code: "DIRECTIVE_FORGED" }]);
    expect(outcome.state).toMatchObject({ directive: null, counts: { refused: 1 } });
  });

  it("its own is its own business", () => {
    expect(desk.when(foreign({}, "ai_hfos")).effects).toEqual([]);
  });
});
