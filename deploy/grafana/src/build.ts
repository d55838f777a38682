import {
  BigValueColorMode,
  ReduceDataOptionsBuilder,
  VizLegendOptionsBuilder,
  VizTooltipOptionsBuilder,
} from "@grafana/grafana-foundation-sdk/common";
import {
  type Dashboard,
  DashboardBuilder,
  DashboardCursorSync,
  DashboardLinkBuilder,
  DashboardLinkType,
  MappingType,
  RowBuilder,
  type ValueMapping,
} from "@grafana/grafana-foundation-sdk/dashboard";
import { DataqueryBuilder } from "@grafana/grafana-foundation-sdk/prometheus";
import { PanelBuilder as StatBuilder } from "@grafana/grafana-foundation-sdk/stat";
import { PanelBuilder as StatesBuilder } from "@grafana/grafana-foundation-sdk/statetimeline";
import { PanelBuilder as LinesBuilder } from "@grafana/grafana-foundation-sdk/timeseries";
import type { Board, Panel } from "./panel.ts";

/** The data source as it is provisioned. */
export const DATASOURCE = { type: "prometheus", uid: "quantum-prometheus" } as const;
const HEIGHTS = { lines: 7, figure: 4, states: 8 } as const;
type AnyBuilder = LinesBuilder | StatBuilder | StatesBuilder;

/** A dashboard as Grafana reads it. */
export function buildDashboard(board: Board): Dashboard {
  const builder = new DashboardBuilder(board.title)
    .uid(board.uid)
    .tags(["quantum", ...board.tags])
    .description(board.help)
    .readonly()
    .tooltip(DashboardCursorSync.Crosshair)
    .refresh("15s")
    .time({ from: "now-6h", to: "now" })
    .timezone("utc")
    .link(otherBoards());
  let id = 0;
  for (const row of board.rows) {
    builder.withRow(new RowBuilder(row.title).id(++id));
    for (const panel of row.panels) builder.withPanel(buildPanel(panel).id(++id));
  }
  return builder.build();
}

function otherBoards(): DashboardLinkBuilder {
  return new DashboardLinkBuilder("Other dashboards").type(DashboardLinkType.Dashboards).tags(["quantum"]).asDropdown(true);
}

function buildPanel(panel: Panel): AnyBuilder {
  const builder = styled(panel).title(panel.title).description(panel.help).datasource(DATASOURCE).unit(panel.unit);
  builder.span(panel.width).height(HEIGHTS[panel.kind]);
  if (panel.words) builder.mappings([mapping(panel.words)]);
  panel.queries.forEach(([expr, legend], index) => {
    const query = new DataqueryBuilder()
      .expr(expr)
      .legendFormat(legend)
      .refId(String.fromCharCode(65 + index))
      .datasource(DATASOURCE);
    builder.withTarget(panel.kind === "figure" ? query.instant() : query.range());
  });
  return builder;
}

function styled({ kind, words }: Panel): AnyBuilder {
  const legend = new VizLegendOptionsBuilder().showLegend(true);
  if (kind === "states") return new StatesBuilder().fillOpacity(80).legend(legend);
  if (kind === "lines") return new LinesBuilder().lineWidth(1).fillOpacity(8).legend(legend).tooltip(new VizTooltipOptionsBuilder());
  return new StatBuilder()
    .reduceOptions(new ReduceDataOptionsBuilder().calcs(["lastNotNull"]))
    .colorMode(words ? BigValueColorMode.Background : BigValueColorMode.Value);
}

function mapping(words: NonNullable<Panel["words"]>): ValueMapping {
  const options = Object.fromEntries(Object.entries(words).map(([value, [text, color]], index) => [value, { text, color, index }]));
  return { type: MappingType.ValueToText, options };
}
