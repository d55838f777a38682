import { type Board, lines, states, YES_IS_GOOD } from "../panel.ts";

/** Which module is in which mode, and what those that observe would have done. */
export const ROLLOUT_BOARD: Board = {
  uid: "quantum-rollout",
  title: "Rollout",
  tags: ["overview"],
  help: "Modes, their changes, and what each module in OBSERVE would have done.",
  rows: [
    {
      title: "Modes",
      panels: [
        states({ title: "ENFORCED", help: "Whose word binds", words: YES_IS_GOOD }, ['fleet_mode{mode="ENFORCED"}', "{{module}}"]),
        states({ title: "OBSERVE", help: "Who speaks and does not bind", words: YES_IS_GOOD }, [
          'fleet_mode{mode="OBSERVE"}',
          "{{module}}",
        ]),
        states({ title: "On the roster", help: "From hello to goodbye", words: YES_IS_GOOD }, ["fleet_on_roster", "{{service}}"]),
        lines({ title: "Changes of mode", help: "In the last hour", width: 12 }, [
          'sum by (module) (increase(fleet_effects_total{kind="emit", type="mode.changed"}[1h])) or on () vector(0)',
          "{{module}}",
        ]),
      ],
    },
    {
      title: "What modules in OBSERVE would have done",
      panels: [
        lines({ title: "Advice under OBSERVE", help: "Six hours, by module", width: 24 }, [
          'fleet:advice:increase6h{mode="OBSERVE"} or on () vector(0)',
          "{{module}} {{advice}}",
        ]),
        lines({ title: "Would have blocked or made smaller", help: "Six hours", width: 12 }, [
          'fleet:advice:increase6h{mode="OBSERVE", advice=~"BLOCK|SHRINK|REDUCE|REFUSED|NO_TRADES|NO_ENTRIES|SKIP|REDUCE_ONLY|HALT|PAUSE"} or on () vector(0)',
          "{{module}} {{advice}}",
        ]),
        lines({ title: "Rules that did not pass under OBSERVE", help: "Per hour", width: 12 }, [
          'sum by (module, rule) (increase(fleet_verdicts_total{mode="OBSERVE", passed="false"}[1h])) or on () vector(0)',
          "{{module}} {{rule}}",
        ]),
      ],
    },
    {
      title: "What modules that bind did",
      panels: [
        lines({ title: "Advice that bound", help: "Six hours", width: 12 }, [
          'fleet:advice:increase6h{mode!="OBSERVE"} or on () vector(0)',
          "{{module}} {{advice}}",
        ]),
        lines({ title: "Entries not made, by code", help: "Per hour", width: 12 }, [
          "sum by (code) (increase(fleet_skips_total[1h])) or on () vector(0)",
          "{{code}}",
        ]),
      ],
    },
  ],
};
