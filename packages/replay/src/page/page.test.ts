import { describe, expect, it } from "@jest/globals";
import { columnsOf, csvLine } from "../record/csv.ts";
import { candlePlot } from "./candle-plot.ts";
import { barPlot, linePlot } from "./chart.ts";
import { tableOf } from "./sections.ts";

const EVIL = `<script>alert("x")</script>'&`;

describe("whatever stands in the data stays text on the page", () => {
  it("in tables, labels of plots, and tips of trades", () => {
    const bar = { openAt: 0, open: 1, high: 2, low: 0.5, close: 1, volume: 1, quoteVolume: 1, trades: 1, takerBuyVolume: 1 };
    const trade = {
      key: EVIL,
      direction: "LONG",
      opened_at: 0,
      entry_price: "1",
      closed_at: 1,
      exit_price: "1.5",
      net_pnl_usd: "1",
      r_multiple: 1,
      exit_code: EVIL,
    };
    const options = { label: EVIL, xText: () => EVIL, yText: () => EVIL };
    const pages = [
      tableOf([EVIL], [[EVIL]]),
      barPlot([{ name: EVIL, value: 1 }], options),
      linePlot(
        [
          { name: EVIL, points: [{ x: 0, y: 1 }] },
          { name: EVIL, points: [] },
        ],
        options,
      ),
      candlePlot(EVIL, [bar], [trade]),
    ];
    for (const page of pages) {
      expect(page).not.toContain("<script");
      expect(page).toContain("&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&#39;&amp;");
    }
  });

  it("a plot of nothing says so", () => {
    const options = { label: "", xText: String, yText: String };
    for (const page of [linePlot([], options), barPlot([], options), candlePlot("BTCUSDT", [], [])]) expect(page).toContain("N/A");
  });
});

describe("CSV", () => {
  it("quotes what needs it, nests as JSON, leaves null empty", () => {
    expect(csvLine(["a,b", 'say "hi"', null, undefined, { a: [1] }, 0, false, "line\nbreak"])).toBe(
      '"a,b","say ""hi""",,,"{""a"":[1]}",0,false,"line\nbreak"',
    );
  });

  it("has the columns of all rows, in order of first appearance", () => {
    expect(columnsOf([{ a: 1 }, { b: 2, a: 3 }])).toEqual(["a", "b"]);
  });
});
