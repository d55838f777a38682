import { ColorType, type DeepPartial, type TimeChartOptions } from "lightweight-charts";
import { useEffect, useState } from "preact/hooks";

/** Colours of the page as the style sheet has them now. */
export interface Theme {
  text: string;
  line: string;
  accent: string;
  gain: string;
  loss: string;
}

/** The current colours; changes with the system's choice of dark or light. */
export function useTheme(): Theme {
  const [theme, setTheme] = useState(readTheme);
  useEffect(() => {
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const changed = (): void => setTheme(readTheme());
    dark.addEventListener("change", changed);
    return () => dark.removeEventListener("change", changed);
  }, []);
  return theme;
}

function readTheme(): Theme {
  const style = getComputedStyle(document.documentElement);
  const of = (name: string): string => style.getPropertyValue(name).trim();
  return { text: of("--muted"), line: of("--line"), accent: of("--accent"), gain: of("--gain"), loss: of("--loss") };
}

/** Options every chart shares. */
export function chartOptions(theme: Theme): DeepPartial<TimeChartOptions> {
  return {
    autoSize: true,
    layout: { background: { type: ColorType.Solid, color: "transparent" }, textColor: theme.text, fontSize: 11, attributionLogo: false },
    grid: { vertLines: { visible: false }, horzLines: { color: theme.line } },
    rightPriceScale: { borderVisible: false },
    timeScale: { borderColor: theme.line, timeVisible: true, secondsVisible: false, rightOffset: 3 },
    handleScroll: { vertTouchDrag: false },
  };
}
