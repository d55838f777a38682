import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { eventually } from "@quantum/test-kit";
import { openStage, type RunningService, type Sent, type Stage } from "@quantum/test-kit/stage";
import { environment } from "../src/config.ts";
import { service } from "../src/service.ts";
import { BAR_MS, closed, hello, listed, position, proposal, proposed, SYMBOLS, T0, valued } from "./scenario.ts";

const prices = Object.fromEntries(SYMBOLS.map((symbol) => [symbol, 1]));
let stage: Stage;
let running: RunningService;
const launch = () => stage.launch("pba", { environment, service }, { PBA_MODE: "ENFORCED", MODES: "OBSERVE,ENFORCED,OFF", WAIT_MS: "50" });

beforeAll(async () => {
  stage = await openStage();
  running = await launch();
});
afterAll(() => stage.close());

const review = (cycle: number) => stage.until("trades.reviewed", 1, (event) => event.cycle === cycle);
const evaluate = (sent: Sent) => stage.ask(running, "/evaluate", { ...sent, token: null });

describe("pba over a real bus", () => {
  it("reviews a list, goes on after a restart, and shows the desk", async () => {
    await stage.publish(hello("portfolio_intelligence"), hello("execution"), listed(...SYMBOLS));
    await stage.publish(closed(T0, prices), valued(T0, [position("BTCUSDT", "300")]), proposed(T0, proposal("ETHUSDT", "100")));
    const [said] = await review(T0);
    expect(said).toMatchObject({ mode: "ENFORCED", data: { reviews: [{ outcome: "SHRINK", quantityAfter: "20" }], reductions: [] } });

    await stage.stop(running);
    running = await launch();
    const shown = await eventually(
      async () => {
        const { body } = await stage.ask<{ portfolio: unknown; verdicts: { rule: string }[] }>(running, "/portfolio");
        return body.portfolio === null ? null : body;
      },
      { what: "the desk as it was before the restart" },
    );
    expect(shown).toMatchObject({ portfolio: { equityUsd: "1000" }, limits: { maxSectorRatio: 0.4 }, last: { cycle: T0 } });
    expect(shown.verdicts.map(({ rule }) => rule)).toContain("PBA-02");
  });

  it("answers what-ifs without a token, and refuses with 400 what it cannot read", async () => {
    const order = { symbol: "XRPUSDT", side: "BUY", quantity: "100", leverage: 3 };
    const answer = await evaluate({ body: { proposals: [order] } });
    expect(answer).toMatchObject({ status: 200, body: { reviews: [{ outcome: "ALLOW" }], reductions: [] } });
    const wrong = await evaluate({ body: { proposals: [{ ...order, quantity: "-1" }] } });
    expect(wrong).toMatchObject({
      status: 400,
      body: { error: "BAD_REQUEST", message: expect.stringContaining("proposals[0].quantity") },
    });
    expect((await evaluate({ text: "{" })).status).toBe(400);
  });

  it("without the cycle's portfolio it blocks when the wait is over", async () => {
    await stage.publish(closed(T0 + BAR_MS, prices), proposed(T0 + BAR_MS, proposal("ETHUSDT", "10")));
    expect((await review(T0 + BAR_MS))[0]?.data.reviews).toMatchObject([
      { outcome: "BLOCK", verdicts: [{ reason: "DATA_MISSING: portfolio" }] },
    ]);
  });
});
