import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { eventually } from "@quantum/test-kit";
import { openStage, type Stage } from "@quantum/test-kit/stage";
import { environment } from "../src/config.ts";
import { service } from "../src/service.ts";
import { closed } from "./scenario.ts";

let stage: Stage;
const launch = () => stage.launch("template", { environment, service });

beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

describe("the service on a real bus", () => {
  it("becomes healthy in its first mode, answers its endpoint, and ends when it is told to", async () => {
    const child = await stage.spawn(new URL("../src/main.ts", import.meta.url), { TEMPLATE_MODE: "OBSERVE" });
    expect((await stage.ask(child, "/health")).body).toMatchObject({ service: "template", status: "HEALTHY", mode: "OBSERVE" });
    expect((await stage.ask(child, "/state")).body).toEqual({ closes: 0, lastVerdict: null });
    expect(await child.end("SIGTERM")).toEqual([0, null]);
  }, 40_000);

  it("says once that too much is missing, and goes on after a restart where it was", async () => {
    const before = await launch();
    await stage.publish(closed(3, 1, 300_000), closed(2, 2, 600_000));
    await stage.until("alert.raised", 1);
    await stage.stop(before);
    await stage.publish(closed(4, 0, 900_000));
    const after = await launch();
    await eventually(async () => (await stage.ask(after, "/state")).body.closes === 3, { what: "three closes" });
    expect(await stage.said("alert.raised")).toMatchObject([{ cycle: 600_000, mode: "OBSERVE", data: { code: "TPL-01" } }]);
  });
});
