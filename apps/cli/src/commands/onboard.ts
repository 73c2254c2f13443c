import { defineCommand } from "../args/command-spec.js";
export const command = defineCommand({ flags: {}, examples: [], async run() { return 0; } });
