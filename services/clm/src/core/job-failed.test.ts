import { describe, expect, it } from "@jest/globals";
import { given, observed } from "@quantum/test-kit";
import { createClmCore, type FailedJob, JOB_FAILED, LIMITS } from "./index.ts";

const FAILED: FailedJob = { id: "evaluation-1-2", kind: "evaluate-models", attempts: 9, reason: "the disk is full", endedAt: 1_000 };
const told = (...failures: FailedJob[]) =>
  given(createClmCore())
    .when(...failures.map((failure) => observed(JOB_FAILED, failure)))
    .emitted("alert.raised");

describe("CLM-05: a job that was given up", () => {
  it("is told with the job, the reason and the way out", () => {
    const [alert] = told(FAILED);
    expect(alert).toMatchObject({ service: "clm", severity: "WARNING", code: "JOB_FAILED" });
    expect(alert?.message).toBe("The job evaluation-1-2 (evaluate-models) was given up after 9 attempts: the disk is full");
    expect(alert?.action).toContain("POST /models/evaluate");
  });

  it("is told once, and again when it was given up again", () => {
    expect(told(FAILED, FAILED)).toHaveLength(1);
    expect(told(FAILED, { ...FAILED, endedAt: 2_000 })).toHaveLength(2);
  });

  it("is remembered among so many, and no more", () => {
    const many = Array.from({ length: LIMITS.toldFailures + 1 }, (_, n) => ({ ...FAILED, endedAt: n }));
    expect(told(...many.slice(0, -1), many[0]!)).toHaveLength(LIMITS.toldFailures);
    expect(told(...many, many[0]!)).toHaveLength(LIMITS.toldFailures + 2);
  });

  it("is the only thing that a feed may say", () => {
    expect(
      given(createClmCore())
        .when(observed("weather", { sunny: true }))
        .emitted("alert.raised"),
    ).toEqual([]);
  });
});
