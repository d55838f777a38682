import { createHmac } from "node:crypto";

/** An exchange account as the drill uses it: the orders it sets up must not come from the code that is to be proven. */
export interface DrillAccount {
  readonly url: string;
  readonly apiKey: string;
  readonly apiSecret: string;
}

/** One signed request of the exchange's REST API; the answer as it came. */
export async function signed<T>(
  account: DrillAccount,
  method: "GET" | "POST" | "DELETE",
  path: string,
  params: Record<string, string> = {},
): Promise<T> {
  const query = new URLSearchParams({ ...params, timestamp: String(Date.now()), recvWindow: "60000" }).toString();
  const signature = createHmac("sha256", account.apiSecret).update(query).digest("hex");
  const response = await fetch(`${account.url}${path}?${query}&signature=${signature}`, {
    method,
    headers: { "x-mbx-apikey": account.apiKey },
  });
  const answer = (await response.json()) as T & { msg?: string };
  if (!response.ok) throw new Error(`drill: ${method} ${path} was refused: ${answer.msg} (${JSON.stringify(params)})`);
  return answer;
}
