import { jest } from "@jest/globals";

/** What a test waits for has a deadline of its own, which says what did not come; jest's, which only says that time is up, is longer. */
const HANGS_AFTER_MS = 60_000;
jest.setTimeout(HANGS_AFTER_MS);
