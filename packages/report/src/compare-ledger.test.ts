import { describe, expect, it } from "@jest/globals";
import { compareLedger } from "./compare-ledger.ts";
import type { Books, Ledger } from "./ledger.ts";
import { sampleBooks, sampleLedger } from "./sample-day.ts";

const SMALLEST = "0.00000001";

function differences(change: { ledger?: Partial<Ledger>; books?: Partial<Books> }): string[] {
  const found = compareLedger({ ...sampleLedger(), ...change.ledger }, { ...sampleBooks(), ...change.books });
  return found.map((difference) => `${difference.what}: ${difference.ours} / ${difference.theirs}`);
}

describe("ledger against exchange", () => {
  it("finds nothing when both say the same in different spelling, and a flat position equals none", () => {
    expect(differences({})).toEqual([]);
  });

  it("finds a difference of the smallest unit in every total", () => {
    const totals = { realisedPnlUsd: "30.00000001", feesUsd: "3.01500001", fundingUsd: "-0.30000001" };
    expect(differences({ books: { totals, walletUsd: "10026.68500001", equityUsd: "10026.68499999" } })).toEqual([
      "wallet: 10026.685 / 10026.68500001",
      "equity: 10026.685 / 10026.68499999",
      "realised P&L: 30 / 30.00000001",
      "fees: 3.015 / 3.01500001",
      "funding: -0.3 / -0.30000001",
    ]);
  });

  it("finds a position on either side only", () => {
    const position = { symbol: "ETHUSDT", quantity: `-${SMALLEST}` };
    expect(differences({ ledger: { positions: [position] } })).toEqual([`position ETHUSDT: -${SMALLEST} / 0`]);
    expect(differences({ books: { positions: [position] } })).toEqual([`position ETHUSDT: 0 / -${SMALLEST}`]);
  });

  it("finds a fill that is missing, invented or different in one field", () => {
    const [first, second] = sampleBooks().fills as [Books["fills"][number], Books["fills"][number]];
    expect(differences({ books: { fills: [first] } })).toEqual(["fill BTCUSDT 2: present / absent"]);
    expect(differences({ books: { fills: [first, second, { ...second, exchangeTradeId: "3" }] } })).toEqual([
      "fill BTCUSDT 3: absent / present",
    ]);
    expect(differences({ books: { fills: [{ ...first, price: "30000.1", maker: true }, second] } })).toEqual([
      "fill BTCUSDT 1 price: 30000 / 30000.1",
      "fill BTCUSDT 1 maker: false / true",
    ]);
  });

  it("finds an order the exchange has and we do not; one it refused is no difference unless it filled", () => {
    const ledger = sampleLedger();
    const refused = {
      ...(ledger.orders[0] as Ledger["orders"][number]),
      clientOrderId: "q-refused",
      status: "REJECTED",
      filledQuantity: "0",
    };
    expect(differences({ ledger: { orders: [...ledger.orders, refused] } })).toEqual([]);
    const filled = { clientOrderId: "q-refused", symbol: "BTCUSDT", side: "BUY", filledQuantity: "0.1" };
    const withRefused = { orders: [...ledger.orders, refused] };
    expect(differences({ ledger: withRefused, books: { orders: [...sampleBooks().orders, { ...filled, filledQuantity: "0" }] } })).toEqual(
      [],
    );
    expect(differences({ ledger: withRefused, books: { orders: [...sampleBooks().orders, filled] } })).toEqual([
      "order q-refused: absent / present",
    ]);
    expect(differences({ ledger: { orders: ledger.orders.slice(1) } })).toEqual(["order q-entry: absent / present"]);
  });

  it("finds an order of the emergency stop that filled and is not in the ledger; one that filled nothing is no difference", () => {
    const closing = { clientOrderId: "ess-1", symbol: "BTCUSDT", side: "SELL", filledQuantity: "0.1" };
    const found = (filledQuantity: string) => differences({ books: { orders: [...sampleBooks().orders, { ...closing, filledQuantity }] } });
    expect(found("0.1")).toEqual(["order ess-1: absent / present"]);
    expect(found("0")).toEqual([]);
  });

  it("finds a funding payment that was booked twice or not at all", () => {
    const payment = { transactionId: "f2", symbol: "BTCUSDT", amountUsd: "-0.1" };
    expect(differences({ ledger: { funding: [...sampleLedger().funding, payment] } })).toEqual([
      "funding: -0.4 / -0.30",
      "funding f2: present / absent",
    ]);
    expect(differences({ ledger: { funding: [] } })).toEqual(["funding: 0 / -0.30", "funding f1: absent / present"]);
  });
});
