import { type Board, figure, lines, states, VERDICT_WORDS, YES_IS_GOOD } from "../panel.ts";

/** What the models say and whether they are right. */
export const MODELS_BOARD: Board = {
  uid: "quantum-models",
  title: "Models",
  tags: ["overview"],
  help: "Votes, weights and accuracy of the four slots, and the market as the classifier sees it.",
  rows: [
    {
      title: "Ensemble",
      panels: [
        lines({ title: "Signals", help: "Per hour, by side" }, ["sum by (side) (increase(fleet_signals_total[1h]))", "{{side}}"]),
        lines({ title: "Votes", help: "Per hour, by slot" }, [
          "sum by (slot, vote) (increase(fleet_model_votes_total[1h]))",
          "{{slot}} {{vote}}",
        ]),
        lines({ title: "Abstentions", unit: "percentunit", help: "Share of votes in an hour" }, [
          "fleet:model_abstentions:ratio1h or on () vector(0)",
          "{{slot}}",
        ]),
        lines({ title: "Weight", unit: "percentunit", help: "Average over symbols" }, ["fleet_model_weight_ratio", "{{slot}}"]),
        lines({ title: "Accuracy", unit: "percentunit", help: "Share of a day's predictions that were right; a coin has half" }, [
          "fleet:model_accuracy:ratio1d or on () vector(0)",
          "{{slot}}",
        ]),
        lines({ title: "Predictions labelled", help: "Per hour" }, [
          "sum by (slot, correct) (increase(fleet_predictions_total[1h])) or on () vector(0)",
          "{{slot}} right {{correct}}",
        ]),
      ],
    },
    {
      title: "Evaluation",
      panels: [
        states({ title: "Measurable edge", help: "Verdict of the newest evaluation", words: VERDICT_WORDS }, [
          "fleet_model_verdict",
          "{{slot}}",
        ]),
        figure({ title: "Judged last", help: "When the newest evaluation was made", unit: "dateTimeAsIso" }, [
          "fleet_evaluation_recorded_seconds * 1000",
          "judged",
        ]),
        lines(
          {
            title: "Right beyond chance",
            unit: "percentunit",
            help: "Accuracy beyond chance, and its lower bound: above 0 is an edge in direction",
          },
          ["fleet_model_excess_ratio", "{{slot}}"],
          ["fleet_model_excess_low_ratio", "{{slot}} at least"],
        ),
        lines(
          { title: "Brier skill", help: "Against always saying the base rate, and its lower bound: above 0 is better than that" },
          ["fleet_model_skill_ratio", "{{slot}}"],
          ["fleet_model_skill_low_ratio", "{{slot}} at least"],
        ),
        lines(
          { title: "Jobs", help: "On their way, by state, and given up within a day" },
          ["fleet_jobs", "{{state}}"],
          ["fleet_jobs_failed_day", "given up"],
        ),
        lines(
          { title: "Workers and waiting", help: "Who takes jobs, and how long the oldest job has waited (seconds)" },
          ["fleet_job_workers", "workers"],
          ["fleet_job_wait_seconds", "oldest waits"],
        ),
      ],
    },
    {
      title: "Market",
      panels: [
        states({ title: "Market state", help: "One at a time", words: YES_IS_GOOD }, ["fleet_market_state", "{{state}}"]),
        lines({ title: "Symbols in each state", help: "", width: 12 }, ["fleet_symbols_in_state", "{{state}}"]),
      ],
    },
  ],
};
