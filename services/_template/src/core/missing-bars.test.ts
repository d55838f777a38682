import { describe, expect, it } from "@jest/globals";
import { given } from "@quantum/test-kit";
import { closed } from "../../test/scenario.ts";
import { createTemplateCore } from "./index.ts";

describe("TPL-01: symbols without a bar", () => {
  it("a quarter is allowed", () => {
    given(createTemplateCore()).when(closed(75, 25)).then([]);
  });

  it("more than a quarter raises an alert that says how many", () => {
    const [alert] = given(createTemplateCore()).when(closed(74, 26)).emitted("alert.raised");
    expect(alert).toMatchObject({ code: "TPL-01", message: "26 of 100 symbols have no bar" });
  });

  it("no symbols at all is not a whole market", () => {
    expect(given(createTemplateCore()).when(closed(0, 0)).emitted("alert.raised")).toHaveLength(1);
  });
});
