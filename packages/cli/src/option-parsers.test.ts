import { tmpdir } from "node:os";
import { describe, expect, it } from "@jest/globals";
import { day, folder, interval, list, positiveNumber, speed, symbols, wholeNumber } from "./option-parsers.ts";

describe("option values", () => {
  it.each([
    ["2023-07-13", true],
    ["2024-02-29", true],
    ["2023-02-29", false],
    ["2023-7-13", false],
    ["yesterday", false],
    ["2023-13-01", false],
  ])("day %s is %s", (text, valid) => {
    if (valid) expect(day(text)).toBe(text);
    else expect(() => day(text)).toThrow(/a day such as/);
  });

  it.each(["0", "7", "100"])("whole number %s", (text) => {
    expect(wholeNumber(text)).toBe(Number(text));
  });

  it.each(["-1", "1.5", "", "1e3", "x"])("no whole number: %s", (text) => {
    expect(() => wholeNumber(text)).toThrow();
  });

  it("a positive number is above zero and finite", () => {
    expect(positiveNumber("0.5")).toBe(0.5);
    for (const text of ["0", "-1", "Infinity", "NaN", "x"]) expect(() => positiveNumber(text)).toThrow(/above 0/);
  });

  it("speed is max or a positive number", () => {
    expect([speed("max"), speed("300")]).toEqual(["max", 300]);
    expect(() => speed("fast")).toThrow();
  });

  it("symbols are a count or a list, whatever the case", () => {
    expect([symbols("20"), symbols("btcusdt, ETHUSDT")]).toEqual(["20", "BTCUSDT,ETHUSDT"]);
    for (const text of ["0", "", ",", "BTC/USDT", "-3"]) expect(() => symbols(text)).toThrow();
  });

  it("an interval is one the fleet knows", () => {
    expect(interval("5m")).toBe("5m");
    expect(() => interval("7m")).toThrow(/1m, 5m/);
  });

  it("a folder exists", () => {
    expect(folder(tmpdir())).toBe(tmpdir());
    expect(() => folder("/no/such/folder")).toThrow("there is no folder /no/such/folder");
  });

  it("a list is not empty", () => {
    expect(list(" a, b ,")).toEqual(["a", "b"]);
    expect(() => list(" , ")).toThrow();
  });
});
