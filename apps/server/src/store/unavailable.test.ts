import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { tempDir } from "@openclaw/testing";
import { expect, it, onTestFinished } from "vitest";
import { StateUnavailable } from "./unavailable.js";

/** What a statement of SQLite's throws. */
function problemOf(run: () => void): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}

it("says in SQLite's own words what is wrong, and nothing of the path", () => {
  const path = join(tempDir(), "state.sqlite");
  const [one, other] = [new DatabaseSync(path), new DatabaseSync(path, { timeout: 0 })];
  onTestFinished(() => [one, other].forEach((database) => database.close()));
  one.exec("BEGIN EXCLUSIVE");
  const locked = problemOf(() => other.exec("BEGIN EXCLUSIVE"));
  expect(new StateUnavailable("sqlite", locked).message).toBe("The SQLite file does not answer (database is locked).");
  const missing = problemOf(() => new DatabaseSync(join(path, "below", "a file")));
  expect(new StateUnavailable("sqlite", missing).message).toBe("The SQLite file does not answer (unable to open database file).");
});

it("names a system's code, and nothing that could be an address", () => {
  const refused = Object.assign(new Error("connect ECONNREFUSED 10.0.0.1:5432"), { code: "ECONNREFUSED" });
  expect(new StateUnavailable("postgres", refused).message).toBe("PostgreSQL does not answer (ECONNREFUSED).");
  expect(new StateUnavailable("redis", new Error("redis://u:p@h")).message).toBe("Redis does not answer.");
});
