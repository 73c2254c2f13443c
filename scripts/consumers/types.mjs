import { existsSync, realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT, run } from "../steps/run-step.mjs";

/** A strict project with `skipLibCheck: false`, as a browser project and as a Node project, under each TypeScript that is there. */
export function typeConsumers({ project, runtimes }) {
  const compilers = [
    { label: "TypeScript 7", compiler: [join(ROOT, "node_modules", ".bin", "tsc")] },
    { label: "TypeScript 6", compiler: [process.execPath, join(ROOT, "node_modules/typescript/lib/tsc.js")] },
  ];
  const older = join(runtimes ?? "", "typescript-5", "lib", "tsc.js");
  if (existsSync(older)) compilers.push({ label: "TypeScript 5.9", compiler: [process.execPath, older] });
  // The compiler written in JavaScript takes six seconds for each project.
  const resolutions = (label) => (runtimes === undefined && label === "TypeScript 6" ? ["Bundler"] : ["Bundler", "NodeNext"]);
  return compilers.flatMap(({ label, compiler }) =>
    resolutions(label).map((resolution) => ({
      name: `${label}: a strict project, ${resolution} resolution, skipLibCheck off`,
      use: async () => {
        const [command, ...args] = [...compiler, "-p", writeProject(project, resolution), "--pretty", "false"];
        const { code, output } = await run(command, args, { cwd: project });
        return code === 0 && output.trim() === "" ? undefined : output;
      },
    })),
  );
}

function writeProject(project, resolution) {
  const onNode = resolution === "NodeNext";
  const file = join(project, `tsconfig.${resolution}.json`);
  const compilerOptions = {
    target: "ES2022",
    lib: onNode ? ["ES2023"] : ["ES2023", "DOM", "DOM.Iterable", "DOM.AsyncIterable"],
    types: onNode ? ["node"] : [],
    typeRoots: [realpathSync(join(ROOT, "node_modules", "@types"))],
    module: onNode ? "NodeNext" : "ESNext",
    moduleResolution: resolution,
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: false,
    noEmit: true,
  };
  writeFileSync(file, JSON.stringify({ compilerOptions, files: ["typed.ts", ...(onNode ? ["typed-required.cts"] : [])] }));
  return file;
}
