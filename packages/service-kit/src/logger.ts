import { type Logger, pino } from "pino";

export type { Logger } from "pino";

/** Field names whose values never reach a log line, at the top or one level down. */
const SECRET_FIELDS = [
  "token",
  "apiKey",
  "secret",
  "password",
  "authorization",
  "signature",
  "CONTROL_TOKEN",
  "REDIS_URL",
  "DATABASE_URL",
  "EXCHANGE_API_KEY",
  "EXCHANGE_API_SECRET",
];

/** Addresses with a password in them, and signed query strings, are blanked wherever they occur in an error's text. */
const SECRET_TEXT = /(\/\/[^:/@\s]*:)[^@\s]+@|((?:signature|apiKey|listenKey|token)=)[^&\s"]+/gi;

/** Blanks passwords in addresses and signatures in query strings. */
export function blankSecrets(text: string): string {
  return text.replace(SECRET_TEXT, (_, address: string | undefined, query: string | undefined) =>
    address ? `${address}***@` : `${query}***`,
  );
}

/** JSON lines to stdout, with the service's name on each and secrets blanked. */
export function createLogger(service: string, level: string): Logger {
  return pino({
    level,
    base: { service },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: { paths: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`]), censor: "***" },
    serializers: {
      error: (error: unknown) =>
        error instanceof Error ? { name: error.name, message: blankSecrets(error.message), stack: blankSecrets(error.stack ?? "") } : error,
    },
  });
}
