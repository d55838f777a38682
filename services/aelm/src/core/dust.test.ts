import { describe, expect, it } from "@jest/globals";
import { Exact } from "@quantum/exact";
import { splitQuantity } from "./dust.ts";

const contract = {
  tickSize: "0.01",
  stepSize: "0.1",
  minQuantity: "0.3",
  maxQuantity: "100",
  minNotionalUsd: "5",
  makerFeeBps: 2,
  takerFeeBps: 5,
};
const split = (quantity: string, parts: number, bid = 100) =>
  splitQuantity(quantity, parts, { contract, lowestPrice: new Exact(bid) }).map(String);

describe("AE-10 dust", () => {
  it("parts are on the step and add up to the whole", () => {
    expect(split("1", 3)).toEqual(["0.4", "0.6"]);
    expect(split("0.9", 3)).toEqual(["0.3", "0.3", "0.3"]);
  });

  it("what would be below the least quantity joins the one before, exactly the least quantity does not", () => {
    expect(split("0.8", 2)).toEqual(["0.4", "0.4"]);
    expect(split("0.7", 2)).toEqual(["0.4", "0.3"]);
    expect(split("0.6", 3)).toEqual(["0.3", "0.3"]);
    expect(split("0.5", 2)).toEqual(["0.5"]);
  });

  it("what would be worth less than the least notional joins the one before", () => {
    expect(split("2", 4, 10)).toEqual(["0.5", "0.5", "0.5", "0.5"]);
    expect(split("1.9", 4, 10)).toEqual(["0.5", "0.5", "0.9"]);
  });

  it("an order that is too small itself stays whole", () => {
    expect(split("0.1", 4)).toEqual(["0.1"]);
  });
});
