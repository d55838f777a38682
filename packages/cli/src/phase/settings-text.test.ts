import { describe, expect, it } from "@jest/globals";
import { settingIn, withSetting } from "./settings-text.ts";

const NAME = "COMPOSE_PROFILES";

describe("a setting in .env", () => {
  it.each([
    ["COMPOSE_PROFILES=paper,ess\n", "paper,ess"],
    ['COMPOSE_PROFILES="paper,ess"\n', "paper,ess"],
    ["COMPOSE_PROFILES='paper,ess'\r\n", "paper,ess"],
    ["export COMPOSE_PROFILES = paper,ess\n", "paper,ess"],
    ["COMPOSE_PROFILES=paper\nINTERVAL=5m\nCOMPOSE_PROFILES=paper,phase2\n", "paper,phase2"],
    ["COMPOSE_PROFILES=paper,ess # phase2 on Monday\n", "paper,ess"],
    ['COMPOSE_PROFILES="paper,ess" # phase2 on Monday\n', "paper,ess"],
    ['COMPOSE_PROFILES="paper #1"\n', "paper #1"],
    ["COMPOSE_PROFILES=paper#1\n", "paper#1"],
    ["# COMPOSE_PROFILES=phase5\nOTHER_COMPOSE_PROFILES=x\n", ""],
  ])("%j is read as Docker Compose does", (text, value) => {
    expect(settingIn(text, NAME)).toBe(value);
  });

  it("is written in its place, wherever it stands, and at the end when it is new; what it is already changes nothing", () => {
    expect(withSetting('A=1\nCOMPOSE_PROFILES="paper"\nB=2\n', NAME, "paper,phase1")).toBe("A=1\nCOMPOSE_PROFILES=paper,phase1\nB=2\n");
    const twice = withSetting("COMPOSE_PROFILES=paper\nCOMPOSE_PROFILES=paper,phase5\n", NAME, "paper");
    expect(settingIn(twice, NAME)).toBe("paper");
    expect(withSetting("A=1", NAME, "paper")).toBe("A=1\nCOMPOSE_PROFILES=paper\n");
    expect(withSetting('COMPOSE_PROFILES="paper"\n', NAME, "paper")).toBe('COMPOSE_PROFILES="paper"\n');
  });

  it("keeps what is said behind it", () => {
    expect(withSetting("COMPOSE_PROFILES=paper,phase1 # until Monday\nA=1\n", NAME, "paper")).toBe(
      "COMPOSE_PROFILES=paper # until Monday\nA=1\n",
    );
    expect(withSetting('COMPOSE_PROFILES="paper" # until Monday\n', NAME, "")).toBe('COMPOSE_PROFILES="" # until Monday\n');
  });
});
