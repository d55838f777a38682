/** What a coin is for. One per coin; where several fit, the one its price is known to move with. */
export const SECTORS = [
  "L1",
  "L2",
  "DEFI",
  "MEME",
  "PAYMENTS",
  "INFRASTRUCTURE",
  "GAMING",
  "PRIVACY",
  "EXCHANGE",
  "AI",
  "STORAGE",
  "RWA",
  "OTHER",
] as const;
export type Sector = (typeof SECTORS)[number];

/** Coins by sector, in the exchange's spelling without quote asset and without the 1000 of small prices. */
export const SECTOR_MEMBERS: Readonly<Record<Exclude<Sector, "OTHER">, readonly string[]>> = {
  L1: words(`BTC ETH SOL ADA AVAX DOT ATOM NEAR ALGO EOS TRX NEO QTUM XTZ EGLD ONE ZIL FTM S SUI TON APT SEI INJ TIA KAS WAVES LUNA LUNC
    LUNA2 ICP ETC CELO KAVA IOTA KSM FLOW MINA ROSE KDA ICX ONT VET HBAR BERA`),
  L2: words("MATIC POL ARB OP STRK IMX METIS SKL LRC ZK MANTA BLAST LAYER STX ZRO"),
  DEFI: words("AAVE UNI COMP CRV YFI MKR SNX SUSHI 1INCH LDO GMX DYDX ENA PENDLE CAKE JUP BAL RUNE CVX RAY MORPHO LQTY UMA KNC ZRX"),
  MEME: words("DOGE SHIB PEPE WIF FLOKI BONK MEME BOME TURBO PNUT MOG TRUMP BRETT POPCAT FARTCOIN PENGU"),
  PAYMENTS: words("XRP XLM LTC BCH BSV XNO ACH COTI AMP"),
  INFRASTRUCTURE: words("LINK QNT ANKR GRT API3 BAND TRB PYTH ENS BAT W CFX SSV EIGEN WLD ONG"),
  GAMING: words("SAND MANA AXS ENJ GALA CHZ THETA APE ILV GMT MAGIC YGG PIXEL RON SUPER ALICE"),
  PRIVACY: words("XMR ZEC DASH ZEN SCRT DCR RVN"),
  EXCHANGE: words("BNB FTT CRO OKB LEO GT KCS HYPE HT"),
  AI: words("RENDER RNDR FET AGIX TAO OCEAN ARKM IO VIRTUAL AKT NMR"),
  STORAGE: words("FIL AR STORJ SC BTT HOT"),
  RWA: words("ONDO OM PAXG CHEX POLYX TRU"),
};

function words(text: string): readonly string[] {
  return text.split(/\s+/);
}
