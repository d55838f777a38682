import { useState } from "preact/hooks";
import { CandleChart } from "./candle-chart.tsx";
import { EquityChart } from "./equity-chart.tsx";
import { FleetStrip } from "./fleet-strip.tsx";
import { time } from "./format.ts";
import { Badges, Headline, MarketTime } from "./headline.tsx";
import { Alerts, Cycles } from "./journal.tsx";
import { useLive } from "./live.ts";
import type { Alert, Candles, Cycle, Day, EquityPoint, Fleet, Order, Position, Trade } from "./model.ts";
import { OrdersTable, TradesTable } from "./orders-table.tsx";
import { Loaded, Panel } from "./panel.tsx";
import { PositionsTable } from "./positions-table.tsx";
import { type Resource, useResource } from "./resource.ts";

/** The console. */
export function App() {
  const { fleet, alive } = useLive();
  const day = useResource<Day>("/api/day", ["day"]);
  const symbols = useResource<{ symbols: string[] }>("/api/symbols", ["symbols", "cycles"]);
  const [chosen, setChosen] = useState<string | null>(null);
  const known = symbols.data?.symbols ?? [];
  const symbol = chosen ?? (known.includes("BTCUSDT") ? "BTCUSDT" : (known[0] ?? null));
  return (
    <>
      <header class="top">
        <div class="brand">
          <h1>Quantum Trader</h1>
          <Badges fleet={fleet} />
          <MarketTime fleet={fleet} day={day} />
        </div>
        <div class={alive ? "" : "old"}>
          <Headline day={day} />
        </div>
        <FleetStrip fleet={fleet} alive={alive} />
      </header>
      <Trouble fleet={fleet} alive={alive} day={day} />
      <main class={alive ? "" : "old"}>
        <EquityPanel />
        <CandlePanel symbol={symbol} symbols={known} onSymbol={setChosen} />
        <PositionsPanel onSymbol={setChosen} />
        <TradesPanel onSymbol={setChosen} />
        <OrdersPanel onSymbol={setChosen} />
        <CyclesPanel />
        <AlertsPanel />
      </main>
      <footer>
        All times are market time in UTC. Charts by{" "}
        <a href="https://www.tradingview.com/" rel="noreferrer">
          TradingView Lightweight Charts
        </a>
        .
      </footer>
    </>
  );
}

/** Says when what is shown may be old or wrong. Nothing here means nothing is known to be wrong. */
function Trouble({ fleet, alive, day }: { fleet: Fleet | null; alive: boolean; day: Resource<Day> }) {
  const troubles: string[] = [];
  if (!alive) troubles.push("No word from the console's server: everything below may be old. Trying to connect again.");
  else if (fleet && !fleet.redis) troubles.push("Redis is away: health and events cannot be read, everything below may be old.");
  const bad =
    fleet?.services.filter((service) => service.status === "SILENT" || service.status === "ABSENT" || service.status === "UNHEALTHY") ?? [];
  if (alive && fleet?.redis && bad.length > 0)
    troubles.push(
      `${bad.map((service) => `${service.service.replaceAll("_", " ")} is ${service.status === "ABSENT" ? "not running" : service.status.toLowerCase()}`).join(", ")}: what it would tell is missing below.`,
    );
  if (day.data && !day.data.known) troubles.push("Nobody has valued the desk yet: equity and positions are unknown.");
  const differences = day.data?.known ? day.data.differences : [];
  if (differences.length > 0)
    troubles.push(
      `Ledger and exchange differ: ${differences.map((one) => `${one.symbol ?? "account"} ${one.kind} ${one.ours} / ${one.theirs}`).join("; ")}.`,
    );
  if (fleet?.kill?.set)
    troubles.push(
      `The kill latch was set by ${fleet.kill.by}${fleet.kill.at > 0 ? ` at ${time(fleet.kill.at)}` : ""}: ${fleet.kill.reason}. No entry passes.`,
    );
  return (
    <div class="troubles" role="alert">
      {troubles.map((trouble) => (
        <p key={trouble}>{trouble}</p>
      ))}
    </div>
  );
}

type OnSymbol = { onSymbol: (symbol: string) => void };

function EquityPanel() {
  const equity = useResource<{ equity: EquityPoint[] }>("/api/equity?limit=2000", ["equity"]);
  return (
    <Panel id="equity" title="Equity">
      <Loaded
        from={equity}
        isEmpty={(data) => data.equity.length === 0}
        empty="No valuation yet. The first comes with the first trading cycle."
      >
        {(data) => <EquityChart points={data.equity} />}
      </Loaded>
    </Panel>
  );
}

function CandlePanel({ symbol, symbols, onSymbol }: OnSymbol & { symbol: string | null; symbols: string[] }) {
  const candles = useResource<Candles>(symbol ? `/api/candles/${symbol}?limit=300` : null, ["candles"]);
  const choice = (
    <select aria-label="Symbol of the chart" value={symbol ?? ""} onChange={(event) => onSymbol(event.currentTarget.value)}>
      {symbols.map((name) => (
        <option key={name} value={name}>
          {name}
        </option>
      ))}
    </select>
  );
  return (
    <Panel id="candles" title="Market" note={symbols.length > 0 ? choice : null}>
      {symbol === null ? (
        <p class="empty">No bars yet. They come with the first close.</p>
      ) : (
        <Loaded from={candles} isEmpty={(data) => data.candles.length === 0} empty={`No bars of ${symbol}.`}>
          {(data) => <CandleChart data={data} />}
        </Loaded>
      )}
    </Panel>
  );
}

function PositionsPanel({ onSymbol }: OnSymbol) {
  const positions = useResource<{ known: boolean; at: number | null; positions: Position[] }>("/api/positions", ["positions"]);
  const asOf = positions.data?.known ? `as of ${time(positions.data.at)}` : null;
  const empty = positions.data?.known ? "The desk is flat." : "Positions are unknown: nobody has valued the desk yet.";
  return (
    <Panel id="positions" title="Positions" note={asOf} full>
      <Loaded from={positions} isEmpty={(data) => data.positions.length === 0} empty={empty}>
        {(data) => <PositionsTable positions={data.positions} onSymbol={onSymbol} />}
      </Loaded>
    </Panel>
  );
}

function TradesPanel({ onSymbol }: OnSymbol) {
  const trades = useResource<{ trades: Trade[] }>("/api/trades?limit=100", ["trades"]);
  return (
    <Panel id="trades" title="Trades">
      <Loaded from={trades} isEmpty={(data) => data.trades.length === 0} empty="No trade yet.">
        {(data) => <TradesTable trades={data.trades} onSymbol={onSymbol} />}
      </Loaded>
    </Panel>
  );
}

function OrdersPanel({ onSymbol }: OnSymbol) {
  const orders = useResource<{ orders: Order[] }>("/api/orders?limit=100", ["orders"]);
  return (
    <Panel id="orders" title="Orders">
      <Loaded from={orders} isEmpty={(data) => data.orders.length === 0} empty="No order was sent yet.">
        {(data) => <OrdersTable orders={data.orders} onSymbol={onSymbol} />}
      </Loaded>
    </Panel>
  );
}

function CyclesPanel() {
  const cycles = useResource<{ cycles: Cycle[] }>("/api/cycles?limit=50", ["cycles"]);
  return (
    <Panel id="cycles" title="Trading cycles">
      <Loaded from={cycles} isEmpty={(data) => data.cycles.length === 0} empty="No trading cycle is complete yet.">
        {(data) => <Cycles cycles={data.cycles} />}
      </Loaded>
    </Panel>
  );
}

function AlertsPanel() {
  const alerts = useResource<{ alerts: Alert[] }>("/api/alerts?limit=50", ["alerts"]);
  return (
    <Panel id="alerts" title="Alerts">
      <Loaded from={alerts} isEmpty={(data) => data.alerts.length === 0} empty="No alert was raised.">
        {(data) => <Alerts alerts={data.alerts} />}
      </Loaded>
    </Panel>
  );
}
