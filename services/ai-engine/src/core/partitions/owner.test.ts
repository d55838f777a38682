import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { LIMITS } from "../limits.ts";
import { isOwn, ownerOf, workerName } from "./owner.ts";

const SYMBOLS = Array.from({ length: 400 }, (_, i) => `${String.fromCharCode(65 + (i % 26))}${i}USDT`);

describe("AI-04: the owner of a symbol", () => {
  it("depends on its name and the count alone, and is one of the partitions", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 20 }), fc.integer({ min: 1, max: LIMITS.maxPartitions }), (symbol, partitions) => {
        const owner = ownerOf(symbol, partitions);
        expect(ownerOf(symbol, partitions)).toBe(owner);
        expect(owner).toBeGreaterThanOrEqual(0);
        expect(owner).toBeLessThan(partitions);
      }),
    );
  });

  it("stays the same with one partition more, or becomes the new one", () => {
    for (let partitions = 1; partitions < LIMITS.maxPartitions; partitions++)
      for (const symbol of SYMBOLS) expect([ownerOf(symbol, partitions), partitions]).toContain(ownerOf(symbol, partitions + 1));
  });

  it("is the lead where there is one partition", () => {
    expect(new Set(SYMBOLS.map((symbol) => ownerOf(symbol, 1)))).toEqual(new Set([0]));
    expect(SYMBOLS.every((symbol) => isOwn(symbol, { partition: 0, partitions: 1 }))).toBe(true);
  });

  it.each([2, 3, 4, 5, 8])("spreads 400 symbols over %i partitions so that none has 40 percent more than its share", (partitions) => {
    const counts = new Array<number>(partitions).fill(0);
    for (const symbol of SYMBOLS) counts[ownerOf(symbol, partitions)] = (counts[ownerOf(symbol, partitions)] as number) + 1;
    expect(Math.max(...counts)).toBeLessThan((400 / partitions) * 1.4);
    expect(Math.min(...counts)).toBeGreaterThan((400 / partitions) * 0.6);
  });

  it("is exactly one partition", () => {
    for (const symbol of SYMBOLS)
      expect([0, 1, 2].filter((partition) => isOwn(symbol, { partition, partitions: 3 }))).toEqual([ownerOf(symbol, 3)]);
  });

  it("has a name on the bus", () => expect(workerName(2)).toBe("ai_engine_worker_2"));
});
