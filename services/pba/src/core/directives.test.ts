import { describe, expect, it } from "@jest/globals";
import { event, given } from "@quantum/test-kit";
import type { EventData, FleetEvent, Input, RiskMode } from "@quantum/types";
import { BAR_MS, closed, hello, listed, position, proposal, proposed, T0, valued } from "../../test/scenario.ts";
import { createPbaCore } from "./index.ts";

const desk = given(createPbaCore()).after(listed("BTCUSDT", "XRPUSDT", "LINKUSDT", "UNIUSDT", "ARBUSDT"), hello("ai_hfos"));
const HELD = ["BTCUSDT", "XRPUSDT", "LINKUSDT"].map((symbol) => position(symbol, "180"));

function directive(riskMode: RiskMode | null, part: Partial<EventData<"directive.issued">> = {}): FleetEvent<"directive.issued"> {
  const data = { directiveId: `d-${riskMode}`, targets: ["pba"], riskMode, constraints: {}, expiresAt: T0 + 10 * BAR_MS };
  return event("directive.issued", { ...data, by: "ai_hfos", reason: "crash", ...part }, { cycle: T0, at: T0, source: "ai_hfos" });
}

function review(at: number, quantity: string, ...before: Input[]): EventData<"trades.reviewed"> {
  const prices = { BTCUSDT: 1, XRPUSDT: 1, LINKUSDT: 1, UNIUSDT: 1 };
  const inputs = [...before, closed(at, prices), valued(at, HELD), proposed(at, proposal("UNIUSDT", quantity))];
  return desk.when(...inputs).emitted("trades.reviewed")[0] as EventData<"trades.reviewed">;
}

const exposure = (said: EventData<"trades.reviewed">) => said.reviews[0]?.verdicts.find(({ rule }) => rule === "PBA-02");
const NEXT = T0 + BAR_MS;

describe("PBA-08: what directives leave of the exposure", () => {
  it("is half of equity in SAFE, from the next cycle on: nothing more passes, and what is above it is to be reduced", () => {
    expect(exposure(review(T0, "50", directive("SAFE")))).toMatchObject({ passed: true, limit: 0.8 });
    const said = review(NEXT, "50", directive("SAFE"));
    expect(exposure(said)).toMatchObject({ passed: false, limit: 0.5 });
    expect(said.reviews[0]).toMatchObject({ outcome: "BLOCK" });
    expect(said.reductions).toMatchObject([{ quantity: "40", verdict: { rule: "PBA-02", limit: 0.5 } }]);
  });

  it("is what the constraint says when that is less, never more than the limit, and SAFE's when it is no share", () => {
    const limit = (value: number | string) =>
      exposure(review(NEXT, "50", directive(null, { constraints: { maxGrossRatio: value } })))?.limit;
    expect([limit(0.65), limit(0.3), limit(3), limit(-1), limit("all")]).toEqual([0.65, 0.3, 0.8, 0.5, 0.5]);
  });

  it("is all of it in other modes, and again when the directive has expired", () => {
    expect(exposure(review(NEXT, "50", directive("DEFENSIVE")))?.limit).toBe(0.8);
    const goodbye = event("service.stopped", { service: "ai_hfos", reason: "SIGTERM" });
    expect(exposure(review(NEXT, "50", directive("SAFE"), goodbye))?.limit).toBe(0.8);
  });

  it("is acknowledged", () => {
    expect(desk.when(directive("SAFE")).emitted("directive.acknowledged")).toMatchObject([{ service: "pba", obeyed: true }]);
    expect(desk.when(directive("SAFE", { targets: ["pal"] })).emitted("directive.acknowledged")).toEqual([]);
  });
});
