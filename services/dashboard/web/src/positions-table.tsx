import { figure, multiple, signedUsd, tone, usd } from "./format.ts";
import type { Position } from "./model.ts";
import { type Column, Table } from "./table.tsx";

/** Open positions; a symbol opens its candles. */
export function PositionsTable({ positions, onSymbol }: { positions: Position[]; onSymbol: (symbol: string) => void }) {
  const columns: Column<Position>[] = [
    { title: "Symbol", cell: (row) => <SymbolButton symbol={row.symbol} onSymbol={onSymbol} /> },
    { title: "Side", cell: (row) => <span class={`side ${row.direction.toLowerCase()}`}>{row.direction}</span> },
    { title: "Quantity", cell: (row) => figure(row.quantity), numeric: true, minor: true },
    { title: "Entry", cell: (row) => figure(row.entryPrice), numeric: true, minor: true },
    { title: "Mark", cell: (row) => figure(row.markPrice), numeric: true, minor: true },
    { title: "Stop", cell: (row) => (row.stopPrice ? figure(row.stopPrice) : <span class="loss">no stop</span>), numeric: true },
    { title: "Value", cell: (row) => usd(row.notionalUsd), numeric: true, minor: true },
    { title: "P&L USD", cell: (row) => <span class={tone(row.unrealisedPnlUsd)}>{signedUsd(row.unrealisedPnlUsd)}</span>, numeric: true },
    { title: "R", cell: (row) => <span class={tone(row.rMultiple)}>{multiple(row.rMultiple)}</span>, numeric: true },
    { title: "Bars", cell: (row) => row.ageBars, numeric: true, minor: true },
    { title: "Sector", cell: (row) => row.sector, minor: true },
  ];
  return <Table label="Open positions" columns={columns} rows={positions} keyOf={(row) => row.tradeId} />;
}

/** A symbol that opens its candles. */
export function SymbolButton({ symbol, onSymbol }: { symbol: string; onSymbol: (symbol: string) => void }) {
  return (
    <button type="button" class="link" onClick={() => onSymbol(symbol)} aria-label={`Show candles of ${symbol}`}>
      {symbol}
    </button>
  );
}
