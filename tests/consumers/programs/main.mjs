// Node, Bun and Deno: the base URL comes as an argument, the result goes out as one line of JSON.
import { usePackages } from "./portable.mjs";

process.stdout.write(`${JSON.stringify(await usePackages(process.argv[2]))}\n`);
process.exit(0);
