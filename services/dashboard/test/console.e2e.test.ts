import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { event, eventually } from "@quantum/test-kit";
import { CONTROL_TOKEN } from "@quantum/test-kit/stage";
import { type Browser, chromium, type Page } from "playwright-core";
import { seedDay, valued } from "./seed.ts";
import { createWorld, type World } from "./world.ts";

const PLACES = [process.env.CHROMIUM_PATH, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const executablePath = PLACES.find((path) => path !== undefined && existsSync(path));
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-dev-shm-usage",
  "--disable-background-networking",
  "--disable-component-update",
  "--no-first-run",
];
const VITE = join(import.meta.dirname, "../node_modules/vite/bin/vite.js");
const SHOTS = process.env.SCREENSHOT_DIR;

let world: World;
let browser: Browser;
let at = 0;
/** Errors and foreign requests of every page opened here. */
const complaints: string[] = [];

async function open(
  path = "/",
  view: { width: number; height: number; colorScheme?: "dark" | "light" } = { width: 1440, height: 1000 },
): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: view.width, height: view.height },
    colorScheme: view.colorScheme ?? "light",
  });
  const page = await context.newPage();
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on(
    "request",
    (request) =>
      !request.url().startsWith(world.url) && !request.url().startsWith("data:") && complaints.push(`foreign request: ${request.url()}`),
  );
  await page.goto(world.url + path);
  return page;
}

async function shoot(page: Page, name: string): Promise<void> {
  if (SHOTS) await page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: true });
}

async function text(page: Page, selector: string): Promise<string> {
  return (await page.locator(selector).allInnerTexts()).join(" ").replace(/\s+/g, " ");
}

if (!executablePath) {
  describe("the console in a browser", () => {
    it(`is not tried here: no Chromium at ${PLACES.filter(Boolean).join(", ")} (set CHROMIUM_PATH)`, () => {
      expect(executablePath).toBeUndefined();
    });
  });
} else {
  describe("the console in a browser", () => {
    beforeAll(async () => {
      const built = spawnSync(process.execPath, [VITE, "build", "--config", "web/vite.config.ts"], {
        cwd: join(import.meta.dirname, ".."),
        encoding: "utf8",
        env: { ...process.env, NODE_OPTIONS: "" },
      });
      if (built.status !== 0) throw new Error(`the page does not build: ${built.stderr}`);
      world = await createWorld({ realBars: true });
      browser = await chromium.launch({ executablePath, args: FLAGS });
    }, 120_000);
    afterAll(async () => {
      await browser?.close();
      await world?.close();
    });

    it("says plainly that nothing is known before anybody said anything", async () => {
      const page = await open();
      await page.getByText("equity and positions are unknown").waitFor();
      expect(await text(page, ".headline")).toMatch(/^Equity – USD Today –/i);
      await page.getByText(/execution is not running.*missing below/).waitFor();
      await page.getByText("Positions are unknown: nobody").waitFor();
      await shoot(page, "empty");
      await page.context().close();
    }, 30_000);

    it("shows the desk: figures, badges, fleet, positions, orders, cycles, alerts", async () => {
      at = (await seedDay(world)).at;
      const page = await open();
      await page.getByText("10,114.91").waitFor();
      expect(await text(page, ".badges")).toContain("PAPER");
      expect(await text(page, ".headline")).toContain("+114.91");
      expect(await page.getByRole("button", { name: /trading_bot: silent/ }).count()).toBe(1);
      await expectRows(page, "Open positions", 2);
      await expectRows(page, "Orders", 18);
      await page.getByText("ORDER_UNRESOLVED").waitFor();
      await page.getByText("missing: ai_engine").waitFor();
      await page.locator('[aria-label^="Candles of"] canvas').first().waitFor();
      await shoot(page, "desk-light");
      await page.context().close();
    }, 30_000);

    it("tells what was done at a candle and why", async () => {
      const page = await open();
      const told = page.locator(".told");
      await told
        .getByText(/confidence 0.61|take profit|stop/)
        .first()
        .waitFor();
      await page.getByRole("combobox", { name: "Symbol of the chart" }).selectOption({ index: 1 });
      const symbol = await page.getByRole("combobox", { name: "Symbol of the chart" }).inputValue();
      await page.locator(`[aria-label^="Candles of ${symbol}"]`).waitFor();
      await page
        .getByRole("button", { name: /^Why ENTRY/ })
        .first()
        .click();
      await page.getByText("RS-10").waitFor();
      await shoot(page, "why");
      await page.context().close();
    }, 30_000);

    it("follows the desk live", async () => {
      const page = await open();
      await page.getByText("10,114.91").waitFor();
      await world.stage.publish(event("portfolio.valued", valued([], { equityUsd: "9876.54" }), { at: at + 300_000 }));
      await page.getByText("9,876.54").waitFor({ timeout: 5_000 });
      await page.getByText("The desk is flat.").waitFor({ timeout: 5_000 });
      await page.context().close();
    }, 30_000);

    it("sets the kill latch with the operator's token and shows it; a wrong token is told", async () => {
      const page = await open();
      await page.getByRole("button", { name: "Kill latch: not set" }).click();
      const fill = async (token: string): Promise<void> => {
        await page.getByLabel("Your name").fill("ann");
        await page.getByLabel("Reason").fill("drill");
        await page.getByLabel("Control token").fill(token);
        await page.getByRole("button", { name: "Set the latch" }).click();
      };
      await fill("a-wrong-token");
      await page.getByText("This needs the control token.").waitFor();
      await fill(CONTROL_TOKEN);
      await page.getByText("Done. It is on record.").waitFor();
      await shoot(page, "control");
      await page.getByRole("button", { name: "Close" }).click();
      await page.getByText("KILL LATCH SET", { exact: true }).waitFor();
      expect(await page.content()).not.toContain(CONTROL_TOKEN);
      expect(await page.evaluate("JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])")).toBe('[{},{},""]');
      await page.context().close();
    }, 30_000);

    it.each([
      ["light", 390],
      ["dark", 390],
      ["dark", 1440],
    ] as const)(
      "fits a %s screen of %i pixels without scrolling sideways, tables included",
      async (colorScheme, width) => {
        const page = await open("/", { width, height: 844, colorScheme });
        await page.locator('[aria-label^="Candles of"] canvas').first().waitFor();
        const [content, screen] = await page.evaluate<number[]>(
          "[document.documentElement.scrollWidth, document.documentElement.clientWidth]",
        );
        expect(content).toBeLessThanOrEqual(screen as number);
        const cut =
          "[...document.querySelectorAll('.scroll')].filter((each) => each.scrollWidth > each.clientWidth).map((each) => each.ariaLabel)";
        expect(await page.evaluate<string[]>(cut)).toEqual([]);
        await shoot(page, `${colorScheme}-${width}`);
        await page.context().close();
      },
      30_000,
    );

    it("every control has a name, and headings are in order", async () => {
      const page = await open();
      await page.getByText("ORDER_UNRESOLVED").waitFor();
      const nameless = await page.evaluate<string[]>(
        `[...document.querySelectorAll("button, select, input, a")].filter((one) => !(one.textContent.trim() || one.ariaLabel)).map((one) => one.outerHTML)`,
      );
      expect(nameless).toEqual([]);
      expect(await page.locator("h1").count()).toBe(1);
      expect(await page.locator("html").getAttribute("lang")).toBe("en");
      await page.context().close();
    }, 30_000);

    it("raised no error in the browser and asked nobody else for anything", () => {
      const answers = complaints.filter((one) => !one.includes("401 (Unauthorized)"));
      expect(answers).toEqual([]);
    });

    it("says that what is shown is old as soon as its server is gone", async () => {
      const page = await open();
      await page.getByText("9,876.54").waitFor();
      await world.stopConsole();
      await eventually(async () => (await text(page, ".troubles")).includes("No word from the console's server"), {
        withinMs: 15_000,
        what: "the warning",
      });
      expect(await page.locator("main.old").count()).toBe(1);
      await shoot(page, "offline");
      await page.context().close();
    }, 30_000);
  });
}

async function expectRows(page: Page, label: string, rows: number): Promise<void> {
  const found = page.getByLabel(label, { exact: true }).locator("tbody tr");
  await eventually(async () => (await found.count()) === rows, { what: `${rows} rows in ${label}` });
}
