import { describe, expect, it } from "@jest/globals";
import { event } from "@quantum/test-kit";
import { type EventData, type FleetEvent, type Mode, RISK_MODES, type RiskMode } from "@quantum/types";
import fc from "fast-check";
import {
  constraintAt,
  createDirectiveBook,
  DIRECTIVE_LIMITS,
  type DirectiveBook,
  directivesAt,
  hearCoordinator,
  hearDirective,
  openDirectives,
  riskModeAt,
} from "./directives.ts";
import type { Roster } from "./roster.ts";

const T0 = Date.UTC(2023, 6, 13, 0, 5);
const STEP_MS = 300_000;
const PBA = { name: "pba", understands: ["maxGrossRatio"] };
const THERE: Roster = { ai_hfos: { mode: "ENFORCED", present: true } };
const HOUR_MS = 3_600_000;

type Part = Partial<EventData<"directive.issued">> & { cycle?: number; at?: number; source?: string; mode?: Mode };

function issued(directiveId: string, riskMode: RiskMode | null, part: Part = {}): FleetEvent<"directive.issued"> {
  const { cycle = T0, at = T0, source = "ai_hfos", mode = "ENFORCED", ...over } = part;
  const data = { directiveId, targets: [], riskMode, constraints: {}, expiresAt: T0 + HOUR_MS, by: "ai_hfos", reason: "crash", ...over };
  return event("directive.issued", data, { cycle, at, source, mode });
}

function coordinated(cycle: number, directives: string[], about: { mode?: Mode; source?: string } = {}): FleetEvent<"fleet.coordinated"> {
  const restraint = {
    ...{ riskMode: "NORMAL" as const, allowEntries: true, minConfidence: 0, maxGrossRatio: 9 },
    ...{ coreSymbolsOnly: false, allowAmplification: true, sizeFactor: 1 },
  };
  const data = { restraint, since: 0, verdicts: [], conflicts: [], overrides: [], directives, unacknowledged: [], missing: [] };
  return event("fleet.coordinated", data, { cycle, source: "ai_hfos", ...about });
}

function bookWith(...events: FleetEvent<"directive.issued">[]): DirectiveBook {
  const book = createDirectiveBook();
  for (const each of events) hearDirective(book, each, PBA);
  return book;
}

const answers = (book: DirectiveBook, input: FleetEvent<"directive.issued">) =>
  hearDirective(book, input, PBA).map((effect) => (effect as { data: EventData<"directive.acknowledged"> }).data);
const modeAt = (book: DirectiveBook, cycle: number, roster: Roster = THERE) => riskModeAt(book, roster, cycle);

describe("a directive", () => {
  it("binds for cycles after its own, and for its own not yet", () => {
    const book = bookWith(issued("a", "SAFE"));
    expect([modeAt(book, T0), modeAt(book, T0 + STEP_MS)]).toEqual(["NORMAL", "SAFE"]);
  });

  it("is acknowledged once; the same again, or for longer, is not answered again", () => {
    const book = createDirectiveBook();
    expect(answers(book, issued("a", "SAFE"))).toMatchObject([{ directiveId: "a", service: "pba", obeyed: true }]);
    expect(answers(book, issued("a", "SAFE"))).toEqual([]);
    expect(answers(book, issued("a", "SAFE", { expiresAt: T0 + 2 * HOUR_MS }))).toEqual([]);
    expect(book.held).toMatchObject([{ expiresAt: T0 + 2 * HOUR_MS }]);
  });

  it("for others is nobody's business here", () => {
    const book = createDirectiveBook();
    expect(answers(book, issued("a", "SAFE", { targets: ["pal", "nobody_knows_this"] }))).toEqual([]);
    expect(book.held).toEqual([]);
    expect(answers(book, issued("a", "SAFE", { targets: ["pal", "pba"] }))).toMatchObject([{ obeyed: true }]);
  });

  it.each<[string, Part & { riskMode?: RiskMode | null }, RegExp]>([
    ["from somebody else", { source: "trading_bot" }, /^FORGED/],
    ["that had expired", { expiresAt: T0 }, /^EXPIRED/],
    ["from a coordinator that only observes", { mode: "OBSERVE" }, /^NOT_BINDING/],
    ["that says nothing this service understands", { riskMode: null, constraints: { coreSymbolsOnly: true } }, /^NOTHING_TO_OBEY/],
  ])("%s is refused with a code and leaves no trace", (_, { riskMode = "SAFE", ...part }, code) => {
    const book = createDirectiveBook();
    const [answer] = answers(book, issued("a", riskMode, part));
    expect(answer).toMatchObject({ obeyed: false, reason: expect.stringMatching(code) });
    expect(book).toEqual(createDirectiveBook());
  });

  it("that expires one millisecond after it came is taken", () => {
    expect(answers(createDirectiveBook(), issued("a", "SAFE", { expiresAt: T0 + 1 }))).toMatchObject([{ obeyed: true }]);
  });

  it("of a wrong clock holds no longer than a day, and one dated more than an hour ahead holds at once", () => {
    const book = createDirectiveBook();
    openDirectives(book, THERE, T0);
    hearDirective(book, issued("a", "SAFE", { cycle: T0 + HOUR_MS + 1, expiresAt: T0 + 1e12 }), PBA);
    expect(book.held).toMatchObject([{ from: T0, expiresAt: T0 + DIRECTIVE_LIMITS.maxLifeMs }]);
    hearDirective(book, issued("b", "SAFE", { cycle: T0 + HOUR_MS, expiresAt: T0 + 1e12 }), PBA);
    expect(book.held[1]).toMatchObject({ from: T0 + HOUR_MS });
  });

  it("under an id that says something else is refused, and the more careful of both holds, whichever came first", () => {
    const [safe, free] = [issued("a", "SAFE", { constraints: { maxGrossRatio: 0.5 } }), issued("a", "AGGRESSIVE")];
    for (const [first, second] of [
      [safe, free],
      [free, safe],
    ] as const) {
      const book = bookWith(first);
      expect(answers(book, second)).toMatchObject([{ obeyed: false, reason: expect.stringMatching(/^CONTRADICTORY/) }]);
      expect(modeAt(book, T0 + STEP_MS)).toBe("SAFE");
      expect(constraintAt(book, "maxGrossRatio", { roster: THERE, cycle: T0 + STEP_MS })).toEqual([0.5]);
    }
  });

  it("has its constraints by their own names alone", () => {
    const book = bookWith(issued("__proto__", "SAFE", { constraints: { maxGrossRatio: 0.5 } }));
    expect(constraintAt(book, "constructor", { roster: THERE, cycle: T0 + STEP_MS })).toEqual([]);
    expect(modeAt(book, T0 + STEP_MS)).toBe("SAFE");
  });
});

describe("the end of a directive", () => {
  it("comes with the coordinator's next answer once it is no longer listed", () => {
    const book = bookWith(issued("a", "SAFE"), issued("b", "CAUTIOUS"));
    hearCoordinator(book, coordinated(T0 + STEP_MS, ["b"]));
    expect(modeAt(book, T0 + 2 * STEP_MS)).toBe("CAUTIOUS");
  });

  it("does not come with what an observing coordinator or anybody else lists, nor with an old answer", () => {
    const book = bookWith(issued("a", "SAFE", { cycle: T0 + STEP_MS }));
    hearCoordinator(book, coordinated(T0 + 2 * STEP_MS, [], { mode: "OBSERVE" }));
    hearCoordinator(book, coordinated(T0 + 2 * STEP_MS, [], { source: "pal" }));
    hearCoordinator(book, coordinated(T0, []));
    expect(modeAt(book, T0 + 2 * STEP_MS)).toBe("SAFE");
  });

  it("comes with its expiry: at that moment, not a millisecond before, while the coordinator speaks", () => {
    for (const [expiresAt, wanted] of [
      [T0 + 2 * STEP_MS, "NORMAL"],
      [T0 + 2 * STEP_MS + 1, "SAFE"],
    ] as const) {
      const book = bookWith(issued("a", "SAFE", { expiresAt }));
      openDirectives(book, THERE, T0 + STEP_MS);
      hearCoordinator(book, coordinated(T0 + STEP_MS, ["a"]));
      openDirectives(book, THERE, T0 + 2 * STEP_MS);
      expect(modeAt(book, T0 + 2 * STEP_MS)).toBe(wanted);
    }
  });

  it("does not come with its expiry while an ENFORCED coordinator is silent; with its next word it does", () => {
    const book = bookWith(issued("a", "SAFE", { expiresAt: T0 + STEP_MS + 1 }));
    for (const bar of [1, 2, 3, 50]) openDirectives(book, THERE, T0 + bar * STEP_MS);
    expect(modeAt(book, T0 + 50 * STEP_MS)).toBe("SAFE");
    hearCoordinator(book, coordinated(T0 + 50 * STEP_MS, []));
    expect(modeAt(book, T0 + 51 * STEP_MS)).toBe("NORMAL");
  });

  it("comes at once when the coordinator says goodbye or is set to observe, and not when it crashes", () => {
    const book = bookWith(issued("a", "SAFE"));
    expect(modeAt(book, T0 + STEP_MS, { ai_hfos: { mode: "ENFORCED", present: false } })).toBe("NORMAL");
    expect(modeAt(book, T0 + STEP_MS, { ai_hfos: { mode: "OBSERVE", present: true } })).toBe("NORMAL");
    expect(modeAt(book, T0 + STEP_MS, THERE)).toBe("SAFE");
  });

  it("is lifted again with the coordinator's return: what it said still holds until it says otherwise", () => {
    const book = bookWith(issued("a", "SAFE"));
    openDirectives(book, { ai_hfos: { mode: "ENFORCED", present: false } }, T0 + STEP_MS);
    expect(modeAt(book, T0 + 2 * STEP_MS)).toBe("SAFE");
  });
});

describe("any set of directives", () => {
  const directive = fc.record({
    id: fc.constantFrom("a", "b", "c", "d", "e"),
    riskMode: fc.option(fc.constantFrom(...RISK_MODES)),
    gross: fc.option(fc.constantFrom<number | string>(0.5, 0.8, "half")),
    bars: fc.integer({ min: -2, max: 2 }),
    lifeBars: fc.integer({ min: -1, max: 5 }),
  });
  const eventOf = ({ id, riskMode, gross, bars, lifeBars }: typeof directive extends fc.Arbitrary<infer T> ? T : never) => {
    const cycle = T0 + bars * STEP_MS;
    const constraints = gross === null ? {} : { maxGrossRatio: gross };
    return issued(id, riskMode, { constraints, cycle, at: cycle, expiresAt: cycle + lifeBars * STEP_MS });
  };

  it("leaves the same book in every order, and the most careful one wins", () => {
    fc.assert(
      fc.property(fc.array(directive, { maxLength: 4 }), (drawn) => {
        const events = drawn.map(eventOf);
        const books = permutations(events).map((order) => bookWith(...order));
        for (const book of books) expect(book).toEqual(books[0]);
        const binding = directivesAt(books[0] as DirectiveBook, THERE, T0 + STEP_MS).flatMap(({ riskMode }) => riskMode ?? []);
        const careful = RISK_MODES.findLast((mode) => binding.includes(mode)) ?? "NORMAL";
        expect(modeAt(books[0] as DirectiveBook, T0 + STEP_MS)).toBe(careful);
      }),
    );
  });

  it("is kept up to a bound, and what is most careful stays", () => {
    const safe = issued("safe", "SAFE");
    const many = Array.from({ length: 40 }, (_, i) => issued(`d${i}`, "CAUTIOUS", { expiresAt: T0 + HOUR_MS + i }));
    for (const order of [[safe, ...many], [...many, safe], [...many].reverse().concat(safe)]) {
      const book = bookWith(...order);
      expect(book.held).toHaveLength(DIRECTIVE_LIMITS.maxHeld);
      expect(modeAt(book, T0 + STEP_MS)).toBe("SAFE");
    }
  });
});

function permutations<T>(list: readonly T[]): T[][] {
  return list.length < 2 ? [[...list]] : list.flatMap((one, i) => permutations(list.toSpliced(i, 1)).map((rest) => [one, ...rest]));
}
