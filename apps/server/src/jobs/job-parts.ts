import type { OwnedBudgets } from "../budget/create-budgets.js";
import type { StateContext } from "../store/context.js";
import type { OwnedWebhooks } from "../webhooks/create-webhooks.js";
import type { ContentStore } from "./content-store.js";
import type { VideoJobOptions } from "./job-options.js";
import type { JobTable } from "./job-table.js";

/** What the work on video jobs stands on. */
export interface JobParts {
  readonly context: StateContext;
  readonly table: JobTable;
  readonly content: ContentStore;
  readonly budgets: OwnedBudgets;
  readonly webhooks: OwnedWebhooks;
  readonly options: VideoJobOptions;
}
