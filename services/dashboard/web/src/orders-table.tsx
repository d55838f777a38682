import { useState } from "preact/hooks";
import { DecisionDialog } from "./decision-dialog.tsx";
import { figure, multiple, signedUsd, time, tone } from "./format.ts";
import type { Order, Trade } from "./model.ts";
import { SymbolButton } from "./positions-table.tsx";
import { type Column, Table } from "./table.tsx";

/** Plain words for what became of an order; an acknowledged one rests at the exchange. */
const STATUS: Record<string, string> = { SUBMITTED: "sent", ACKNOWLEDGED: "resting", UNRESOLVED: "unresolved" };

/** The newest orders; "why" tells the story behind one. */
export function OrdersTable({ orders, onSymbol }: { orders: Order[]; onSymbol: (symbol: string) => void }) {
  const [intentId, setIntentId] = useState<string | null>(null);
  const columns: Column<Order>[] = [
    { title: "Time", cell: (row) => time(row.at) },
    { title: "Symbol", cell: (row) => <SymbolButton symbol={row.symbol} onSymbol={onSymbol} /> },
    { title: "Leg", cell: (row) => row.leg.toLowerCase().replace("_", " ") },
    { title: "Side", cell: (row) => row.side, minor: true },
    { title: "Quantity", cell: (row) => figure(row.quantity), numeric: true, minor: true },
    { title: "Price", cell: (row) => figure(row.averagePrice ?? row.price), numeric: true, minor: true },
    {
      title: "Status",
      cell: (row) => (
        <span class={statusTone(row.status)} title={row.code ?? row.reason ?? ""}>
          {STATUS[row.status] ?? row.status.toLowerCase()}
        </span>
      ),
    },
    {
      title: "Why",
      cell: (row) =>
        row.intentId ? (
          <button type="button" class="link" onClick={() => setIntentId(row.intentId)} aria-label={`Why ${row.leg} ${row.symbol}`}>
            why
          </button>
        ) : null,
    },
  ];
  return (
    <>
      <Table label="Orders" columns={columns} rows={orders} keyOf={(row) => row.clientOrderId} />
      {intentId ? <DecisionDialog intentId={intentId} onDone={() => setIntentId(null)} /> : null}
    </>
  );
}

function statusTone(status: string): string {
  if (status === "REJECTED" || status === "UNRESOLVED") return "loss";
  return status === "FILLED" ? "" : "muted";
}

/** The newest trades, open ones first. */
export function TradesTable({ trades, onSymbol }: { trades: Trade[]; onSymbol: (symbol: string) => void }) {
  const columns: Column<Trade>[] = [
    { title: "Closed", cell: (row) => (row.closedAt ? time(row.closedAt) : "open") },
    { title: "Symbol", cell: (row) => <SymbolButton symbol={row.symbol} onSymbol={onSymbol} /> },
    { title: "Side", cell: (row) => <span class={`side ${row.direction.toLowerCase()}`}>{row.direction}</span>, minor: true },
    { title: "Entry", cell: (row) => figure(row.entryPrice), numeric: true, minor: true },
    { title: "Exit", cell: (row) => figure(row.exitPrice), numeric: true, minor: true },
    { title: "Net USD", cell: (row) => <span class={tone(row.netPnlUsd)}>{signedUsd(row.netPnlUsd)}</span>, numeric: true },
    { title: "R", cell: (row) => <span class={tone(row.rMultiple)}>{multiple(row.rMultiple)}</span>, numeric: true },
    { title: "Ended by", cell: (row) => row.exitCode?.replace("EXIT_", "").replaceAll("_", " ").toLowerCase() ?? "", minor: true },
  ];
  return <Table label="Trades" columns={columns} rows={trades} keyOf={(row) => row.tradeId} />;
}
