import type { Endpoint } from "./endpoint.ts";

/** The key of the user data stream. Needs the API key, no signature. */
export const LISTEN_KEY_ENDPOINTS: readonly Endpoint[] = [
  { method: "POST", path: "/fapi/v1/listenKey", access: "KEY", weight: 1, handle: (_, api) => ({ listenKey: api.userStreams.openKey() }) },
  { method: "PUT", path: "/fapi/v1/listenKey", access: "KEY", weight: 1, handle: (_, api) => ({ listenKey: api.userStreams.renewKey() }) },
  {
    method: "DELETE",
    path: "/fapi/v1/listenKey",
    access: "KEY",
    weight: 1,
    handle: (_, api) => {
      api.userStreams.closeKey();
      return {};
    },
  },
];
