import type { ComponentChildren } from "preact";
import { multiple, percent, signedPercent, signedUsd, time, tone, UNKNOWN, usd } from "./format.ts";
import type { Day, Fleet } from "./model.ts";
import type { Resource } from "./resource.ts";

/** Equity, today's result, drawdown and the like; a dash where nothing is known. */
export function Headline({ day }: { day: Resource<Day> }) {
  const data = day.data?.known ? day.data : null;
  const winRate = data && data.trades.closed > 0 ? percent(data.trades.wins / data.trades.closed, 0) : UNKNOWN;
  return (
    <dl class="headline" aria-label="Headline figures">
      <Figure label="Equity" value={usd(data?.equityUsd)} unit="USD" strong />
      <Figure label="Today" value={signedUsd(data?.dayPnlUsd)} tone={tone(data?.dayPnlUsd)} detail={signedPercent(data?.dayPnlRatio)} />
      <Figure label="Drawdown" value={percent(data?.drawdownRatio)} detail="from the peak" />
      <Figure
        label="Open"
        value={data ? signedUsd(data.unrealisedPnlUsd) : UNKNOWN}
        tone={tone(data?.unrealisedPnlUsd)}
        detail={data ? `${data.openPositions} positions` : ""}
      />
      <Figure
        label="Closed today"
        value={data ? String(data.trades.closed) : UNKNOWN}
        detail={data ? `${winRate} won · ${multiple(data.trades.averageR)} avg` : ""}
      />
      <Figure label="Fees" value={data ? usd(data.feesUsd) : UNKNOWN} detail={data ? `funding ${signedUsd(data.fundingUsd)}` : ""} />
      <Figure label="Exposure" value={data ? percent(data.grossExposureRatio, 0) : UNKNOWN} detail="of equity, gross" />
    </dl>
  );
}

interface FigureProps {
  label: string;
  value: string;
  unit?: string;
  detail?: string;
  tone?: string;
  strong?: boolean;
}

function Figure({ label, value, unit, detail, tone: colour = "", strong = false }: FigureProps) {
  return (
    <div class={strong ? "figure strong" : "figure"}>
      <dt>{label}</dt>
      <dd>
        <span class={`value ${colour}`}>{value}</span>
        {unit ? <span class="unit"> {unit}</span> : null}
        {detail ? <span class="detail">{detail}</span> : null}
      </dd>
    </div>
  );
}

/** Which money and which data this is, said loudly. */
export function Badges({ fleet }: { fleet: Fleet | null }) {
  const mode = fleet?.exchangeMode ?? null;
  const market = fleet?.market ?? null;
  return (
    <div class="badges">
      <span class={`badge mode-${mode ?? "unknown"}`} title={modeTitle(mode)}>
        {mode ? mode.toUpperCase() : "EXCHANGE UNKNOWN"}
      </span>
      {market?.generated ? (
        <span class="badge generated" title={market.source}>
          GENERATED DATA
        </span>
      ) : null}
      {mode === "paper" && market && !market.generated ? (
        <span class="badge quiet" title={market.source}>
          RECORDED BARS
        </span>
      ) : null}
      {mode === "paper" && fleet && !market ? <span class="badge mode-unknown">DATA SOURCE UNKNOWN</span> : null}
      {fleet?.kill?.set ? <span class="badge kill">KILL LATCH SET</span> : null}
    </div>
  );
}

function modeTitle(mode: Fleet["exchangeMode"]): string {
  if (mode === "live") return "Real money on the real exchange";
  if (mode === "testnet") return "The exchange's test network; no real money";
  return mode === "paper" ? "Local paper exchange; no real money" : "The console was not told which exchange this is";
}

/** Market time and how far the paper market has come. */
export function MarketTime({ fleet, day }: { fleet: Fleet | null; day: Resource<Day> }) {
  const market = fleet?.market ?? null;
  const at = market?.marketAt ?? (day.data?.known ? day.data.at : null);
  const progress = market && market.endAt > market.startAt ? (market.marketAt - market.startAt) / (market.endAt - market.startAt) : null;
  const state: ComponentChildren = market?.done ? "day complete" : market ? `${market.clock} clock` : null;
  return (
    <div class="market-time">
      <span class="label">Market time</span> <time>{at === null ? UNKNOWN : `${time(at)} UTC`}</time>
      {state ? <span class="muted"> · {state}</span> : null}
      {progress !== null && !market?.done ? (
        <progress aria-label="Progress of the market day" max={1} value={Math.min(1, Math.max(0, progress))} />
      ) : null}
    </div>
  );
}
