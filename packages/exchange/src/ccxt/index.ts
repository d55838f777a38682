export { BinanceEmergencyGateway } from "./emergency-gateway.ts";
export { BinanceGateway, type BinanceGatewaySettings } from "./gateway.ts";
export { type ExchangeMode, STREAM_URLS } from "./settings.ts";
