import { expect, it } from "vitest";
import { runProcess, startProcess } from "./run-process.js";

it("gives exit code and both streams, and feeds stdin", async () => {
  const script =
    "process.stdin.on('data', (d) => process.stdout.write('in:' + d)).on('end', () => { console.error('bye'); process.exitCode = 3 })";
  const result = await runProcess("node", ["-e", script], { stdin: "hello" });
  expect(result).toMatchObject({ exitCode: 3, signal: null, stdout: "in:hello", stderr: "bye\n" });
});

it("hides the developer's variables from the child and passes the named ones", async () => {
  process.env["OPENCLAW_TEST_HIDDEN"] = "leak";
  try {
    const script =
      "console.log(JSON.stringify([process.env.OPENCLAW_TEST_HIDDEN ?? null, process.env.SHOWN ?? null, process.env.HOME ?? null]))";
    const result = await runProcess("node", ["-e", script], { env: { SHOWN: "1", HOME: undefined } });
    expect(JSON.parse(result.stdout)).toEqual([null, "1", null]);
  } finally {
    delete process.env["OPENCLAW_TEST_HIDDEN"];
  }
});

it("kills a process that outlives its time", async () => {
  const result = await runProcess("node", ["-e", "setInterval(() => {}, 1000)"], { timeoutMs: 300 });
  expect(result).toMatchObject({ exitCode: null, signal: "SIGKILL" });
});

it("talks to a running process and kills it", async () => {
  const running = startProcess("node", ["-e", "console.log('ready'); process.stdin.on('data', (d) => console.log('got ' + d))"]);
  await running.waitFor(/ready/);
  running.write("ping");
  await running.waitFor(/got (ping)/);
  running.kill("SIGKILL");
  expect(await running.exited).toMatchObject({ signal: "SIGKILL", stdout: "ready\ngot ping\n" });
});

it("fails the wait when the process ends first, and shows what it printed", async () => {
  const running = startProcess("node", ["-e", "console.error('no luck')"]);
  await expect(running.waitFor(/ready/)).rejects.toThrow("no luck");
});
