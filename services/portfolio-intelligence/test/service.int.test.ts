import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { eventually } from "@quantum/test-kit";
import { openStage, type RunningService, type Stage } from "@quantum/test-kit/stage";
import { environment } from "../src/config.ts";
import { service } from "../src/service.ts";
import { account, BAR_MS, bars, cleared, filled, funding, held, stop, T0 } from "./scenario.ts";

const exit = {
  side: "SELL" as const,
  leg: "TAKE_PROFIT" as const,
  price: "120",
  feeUsd: "0.06",
  realisedPnlUsd: "20",
  filledAt: T0 + BAR_MS,
};
let stage: Stage;
let running: RunningService;
const launch = () => stage.launch("portfolio_intelligence", { environment, service }, { MODES: "ENFORCED" });

beforeAll(async () => {
  stage = await openStage();
  running = await launch();
});
afterAll(() => stage.close());

const get = async <T>(path: string) => (await stage.ask<T>(running, path)).body;

describe("portfolio_intelligence over a real bus and database", () => {
  it("books a trade from first fill to flat, over a restart, and its rows and endpoints agree with the exchange", async () => {
    const entry = filled({ feeUsd: "0.05" });
    await stage.publish(
      account("10000"),
      cleared(),
      entry,
      stop("90"),
      funding("-0.01", T0 + 1_000),
      bars(T0 + BAR_MS, { BTCUSDT: [100, 112, 99, 110] }),
    );
    expect(await stage.until("portfolio.valued", 1)).toHaveLength(1);
    expect(await get("/portfolio")).toMatchObject({ walletUsd: "9999.94", equityUsd: "10009.94", totals: { fills: 1 }, known: true });
    expect(await get("/positions")).toMatchObject({
      positions: [{ tradeId: "t1", rMultiple: 0.994, maxFavourableR: 1.2, stopPrice: "90" }],
    });

    await stage.stop(running);
    await stage.publish(entry, filled(exit), account("10019.88"), bars(T0 + 2 * BAR_MS, { BTCUSDT: 119 }));
    running = await launch();
    expect(await stage.until("portfolio.valued", 2)).toHaveLength(2);

    const closed = await stage.said("trade.closed");
    expect(closed.map((event) => event.data)).toEqual([
      expect.objectContaining({ tradeId: "t1", netPnlUsd: "19.88", exitCode: "EXIT_TAKE_PROFIT" }),
    ]);
    expect(await get("/portfolio")).toMatchObject({ walletUsd: "10019.88", positions: [], differences: [] });
    const { rows } = await eventually(async () => {
      const answer = await get<{ rows: Record<string, unknown>[] }>("/trades");
      return answer.rows[0]?.status === "CLOSED" ? answer : null;
    });
    expect(rows).toEqual([expect.objectContaining({ key: "t1", net_pnl_usd: "19.88", r_multiple: 1.988, funding_usd: "-0.01" })]);
    await eventually(async () => (await get<{ rows: unknown[] }>("/equity")).rows.length === 2, { what: "both rows of equity" });
    expect(await get("/exposure")).toMatchObject({ exposure: { grossRatio: 0 }, known: true });
  });

  it("shows a difference with the exchange", async () => {
    await stage.publish(account("10019.87", [held("ETHUSDT", "1")]), account("10019.87", [held("ETHUSDT", "1")]));
    const found = await eventually(async () => {
      const { differences } = await get<{ differences: { kind: string }[] }>("/portfolio");
      return differences.length > 0 ? differences : null;
    });
    expect(found.map((one) => one.kind)).toEqual(["wallet", "walletByExchangePnl", "position"]);
  });

  it("refuses a page that is no number", async () => {
    expect(await stage.ask(running, "/trades?limit=all")).toMatchObject({ status: 400 });
  });
});
