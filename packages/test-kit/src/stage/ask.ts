/** The control token of every service on a stage. */
export const CONTROL_TOKEN = "a-control-token-for-tests";

/** What is sent with a question; without any of it the question is a plain GET. */
export interface Sent {
  /** POST when nothing else is said. */
  readonly method?: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is, in place of a body. */
  readonly text?: string;
  /** Another token than the right one; null sends none. */
  readonly token?: string | null;
}

/** What a service answered. */
export interface Answer<T> {
  readonly status: number;
  readonly body: T;
}

/** Asks the service at this port and reads its answer as JSON. */
export async function ask<T>(port: number, path: string, sent?: Sent): Promise<Answer<T>> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, sent === undefined ? {} : requestOf(sent));
  return { status: response.status, body: (await response.json()) as T };
}

/** What the service at this port measures, as Prometheus reads it. */
export async function readMetrics(port: number): Promise<string> {
  return (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
}

function requestOf({ method = "POST", body = {}, text, token = CONTROL_TOKEN }: Sent): RequestInit {
  const headers = { "content-type": "application/json", ...(token === null ? {} : { authorization: `Bearer ${token}` }) };
  return { method, headers, body: text ?? JSON.stringify(body) };
}
