import type { Command } from "commander";
import { openDeploymentLedger, openLedger } from "./explain/ledger-source.ts";
import { renderStory } from "./explain/render-story.ts";
import { storyOf } from "./explain/story.ts";
import { CliFailure, EXIT } from "./failure.ts";
import { guarded } from "./guard.ts";
import { homeOf } from "./home.ts";
import { say, sayJson } from "./output.ts";
import { type FleetChoice, usesDocker, withRunner } from "./which-fleet.ts";

/** explain. */
export function addExplainCommand(program: Command): void {
  program
    .command("explain <id>")
    .description("the whole story of an order, an intent, a trade, or a cycle (its close: epoch ms, or 2023-07-13T00:05Z)")
    .addOption(withRunner())
    .addHelpText(
      "after",
      "\nReads the books of the deployment or the instance while it is up, else the record its run left (--instance runs/<run>).",
    )
    .action(
      guarded<FleetChoice & { json?: boolean }>(async (options, [id]) => {
        const ledger = usesDocker(options) ? await openDeploymentLedger() : await openLedger(homeOf(options.instance));
        try {
          const story = await storyOf(ledger, id as string);
          if (story === null)
            throw new CliFailure(
              `the books know no order, intent, trade or cycle "${id}"`,
              "ids stand in the console, in GET /trades of trading_bot, and in the orders.csv of a run; another run: --instance runs/<run>",
              EXIT.usage,
            );
          if (options.json) sayJson(story);
          else say(renderStory(story));
          return EXIT.ok;
        } finally {
          await ledger.close();
        }
      }),
    );
}
