import { describe, expect, it } from "@jest/globals";
import { SECTOR_MEMBERS, SECTORS } from "./sectors.ts";
import { categoryOf, coinOf, compareByCategory, sectorOf } from "./taxonomy.ts";

/** Every symbol of the market data the project is tested with. */
const DATA_SYMBOLS = `1000PEPEUSDT 1000SHIBUSDT AAVEUSDT ADAUSDT ALGOUSDT ANKRUSDT ARBUSDT ARUSDT ATOMUSDT AVAXUSDT AXSUSDT BATUSDT BCHUSDT
  BNBUSDT BTCUSDT CELOUSDT CHZUSDT COMPUSDT CRVUSDT DASHUSDT DOGEUSDT DOTUSDT EGLDUSDT ENAUSDT ENJUSDT EOSUSDT ETCUSDT ETHUSDT FILUSDT
  FTMUSDT HBARUSDT INJUSDT IOTAUSDT KASUSDT LAYERUSDT LINKUSDT LTCUSDT LUNAUSDT MATICUSDT NEARUSDT NEOUSDT ONDOUSDT ONEUSDT OPUSDT
  PEPEUSDT QNTUSDT QTUMUSDT RENDERUSDT RVNUSDT SANDUSDT SOLUSDT SUIUSDT THETAUSDT TIAUSDT TONUSDT TRXUSDT UNIUSDT VETUSDT WAVESUSDT
  WIFUSDT WLDUSDT XLMUSDT XMRUSDT XRPUSDT XTZUSDT YFIUSDT ZECUSDT ZENUSDT ZILUSDT`.split(/\s+/);

describe("the taxonomy", () => {
  it("knows a sector for every symbol of the market data", () => {
    expect(DATA_SYMBOLS.filter((symbol) => sectorOf(symbol) === "OTHER")).toEqual([]);
  });

  it("puts every coin into one sector only", () => {
    const coins = Object.values(SECTOR_MEMBERS).flat();
    expect(coins.filter((coin, i) => coins.indexOf(coin) !== i)).toEqual([]);
    expect(Object.keys(SECTOR_MEMBERS).every((sector) => (SECTORS as readonly string[]).includes(sector))).toBe(true);
  });

  it.each([
    ["BTCUSDT", "CORE", "L1"],
    ["ETHUSDT", "CORE", "L1"],
    ["XRPUSDT", "MAJOR", "PAYMENTS"],
    ["DOGEUSDT", "MEME", "MEME"],
    ["1000PEPEUSDT", "MEME", "MEME"],
    ["PEPEUSDT", "MEME", "MEME"],
    ["AAVEUSDT", "ALT", "DEFI"],
    ["UNHEARDUSDT", "ALT", "OTHER"],
  ])("takes %s as %s and %s", (symbol, category, sector) => {
    expect([categoryOf(symbol), sectorOf(symbol)]).toEqual([category, sector]);
  });

  it("sees the coin behind multiplied contracts, and leaves names that begin with a number alone", () => {
    expect(["1000SHIBUSDT", "1MBABYDOGEUSDT", "1INCHUSDT", "BTCUSDC", "USDT"].map(coinOf)).toEqual([
      "SHIB",
      "BABYDOGE",
      "1INCH",
      "BTC",
      "USDT",
    ]);
  });

  it("orders CORE before MAJOR before the rest, then by name", () => {
    expect(["DOGEUSDT", "ZILUSDT", "ADAUSDT", "ETHUSDT", "AAVEUSDT", "BTCUSDT"].sort(compareByCategory)).toEqual([
      "BTCUSDT",
      "ETHUSDT",
      "ADAUSDT",
      "AAVEUSDT",
      "ZILUSDT",
      "DOGEUSDT",
    ]);
  });
});
