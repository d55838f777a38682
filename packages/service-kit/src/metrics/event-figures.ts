import type { EventData, EventType, Mode } from "@quantum/types";
import { CONTEXT_FIGURES } from "./context-figures.ts";
import type { EventFigures } from "./figures.ts";
import type { Instruments } from "./instruments.ts";
import { ORDER_FIGURES } from "./order-figures.ts";
import { PORTFOLIO_FIGURES } from "./portfolio-figures.ts";
import { SIGNAL_FIGURES } from "./signal-figures.ts";

const FIGURES: EventFigures = { ...ORDER_FIGURES, ...PORTFOLIO_FIGURES, ...SIGNAL_FIGURES, ...CONTEXT_FIGURES };

/** Measures what an event tells when it is said. */
export function measureEvent<T extends EventType>(
  instruments: Instruments,
  said: { readonly type: T; readonly data: EventData<T> },
  mode: Mode,
): void {
  const figures = FIGURES[said.type] as ((instruments: Instruments, data: EventData<T>, mode: Mode) => void) | undefined;
  figures?.(instruments, said.data, mode);
}
