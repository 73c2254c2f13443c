import { Secret } from "@openclaw/core";
import { describe, expect, it } from "vitest";
import type { SecretInput } from "./secret-types.js";
import { joinEnvironment } from "../environment/environment.js";
import { createSecretResolver, type SecretReaders } from "./resolve-secret.js";

const environment = joinEnvironment([{ origin: "process", variables: { A: " from env ", B: "b" } }]);
const file = { source: "file", path: "/secrets.json" } as const;
const exec = { source: "exec", command: "/bin/pass" } as const;

function readers(answers: readonly string[]) {
  const asked: string[] = [];
  const next = (what: string): Promise<string> => {
    asked.push(what);
    const answer = answers[asked.length - 1];
    return answer === undefined ? Promise.reject(new Error("gone")) : Promise.resolve(answer);
  };
  const both: SecretReaders = {
    readFile: (_provider, id) => next(`file ${id}`),
    runCommand: (name, _provider, id) => next(`${name} ${id}`),
  };
  return { asked, readers: both };
}
const resolver = (secrets: object = {}, more: { readonly readers?: SecretReaders } = {}) => {
  const resolve = createSecretResolver({ secrets, environment, ...more });
  return async (input: unknown) => (await resolve(input as SecretInput, "gateway.auth.token")).reveal();
};
const refusal = (reason: string) => ({
  code: "config_invalid",
  message: `The secret at gateway.auth.token cannot be resolved: ${reason}.`,
  hint: "Correct gateway.auth.token, or what it refers to.",
  issues: [{ path: "gateway.auth.token", message: reason }],
});

// KEY-3
describe("a configured secret", () => {
  it("is its own value, also one that only holds a dollar sign", async () => {
    for (const value of ["plain", "a$B", "$a", "${a}"]) expect(await resolver()(new Secret(value))).toBe(value);
  });

  it("is an environment variable in each of its spellings, without the blanks around it", async () => {
    for (const input of [
      new Secret("${A}"),
      new Secret(" $A "),
      { source: "env", id: "A" },
      { source: "env", provider: "default", id: "A" },
    ])
      expect(await resolver()(input)).toBe("from env");
  });

  it("is refused when its variable is not set, also inside a longer text", async () => {
    await expect(resolver()({ source: "env", id: "C" })).rejects.toMatchObject(refusal("the environment variable C is not set"));
    await expect(resolver()(new Secret("Bearer ${C_1}"))).rejects.toMatchObject(refusal("the environment variable C_1 is not set"));
  });

  it("is refused when it is neither text nor a reference", async () => {
    for (const input of [5, { source: "web", id: "A" }, { source: "env", id: "not a name" }, null])
      await expect(resolver()(input)).rejects.toMatchObject(refusal("it is neither text nor a reference that can be read"));
  });

  it("comes from the provider it names, or from the default one of its source", async () => {
    const { readers: both, asked } = readers(["one\n", " two "]);
    const resolve = resolver({ providers: { vault: file, pass: exec }, defaults: { exec: "pass" } }, { readers: both });
    expect(await resolve({ source: "file", provider: "vault", id: "/key" })).toBe("one");
    expect(await resolve({ source: "exec", id: "key" })).toBe("two");
    expect(asked).toEqual(["file /key", "pass key"]);
  });

  it.each([
    [{}, { source: "env", provider: "vault", id: "A" }, "vault", "env"],
    [{ providers: { vault: file } }, { source: "env", provider: "vault", id: "A" }, "vault", "env"],
    [{}, { source: "file", id: "/key" }, "default", "file"],
    [{ providers: { vault: exec } }, { source: "file", provider: "vault", id: "/key" }, "vault", "file"],
  ])("is refused when the provider is not set up for it: %j %j", async (secrets, input, name, source) => {
    const { readers: both, asked } = readers(["x"]);
    await expect(resolver(secrets, { readers: both })(input)).rejects.toMatchObject(
      refusal(`secrets.providers.${name} is not set up for ${source} references`),
    );
    expect(asked).toEqual([]);
  });

  it("of the environment needs no provider where defaults name one, and obeys the allowlist where there is one", async () => {
    expect(await resolver({ defaults: { env: "shell" } })({ source: "env", id: "A" })).toBe("from env");
    const listed = resolver({ providers: { shell: { source: "env", allowlist: ["A"] } } });
    expect(await listed({ source: "env", provider: "shell", id: "A" })).toBe("from env");
    await expect(listed({ source: "env", provider: "shell", id: "B" })).rejects.toMatchObject(
      refusal("secrets.providers.shell.allowlist does not name B"),
    );
    expect(await resolver({ providers: { shell: { source: "env" } } })({ source: "env", provider: "shell", id: "B" })).toBe("b");
  });

  it("cannot come from a file where there are none, and is not blank", async () => {
    const vault = { source: "file", provider: "vault", id: "/key" };
    const secrets = { providers: { vault: file } };
    await expect(resolver(secrets)(vault)).rejects.toMatchObject(refusal("file references cannot be read here"));
    await expect(resolver(secrets, readers([" \n"]))(vault)).rejects.toMatchObject(refusal("file:vault:/key is blank"));
  });

  it("is read once, also when two ask at the same time; a failure is tried again by the next one", async () => {
    const { readers: both, asked } = readers(["one"]);
    const resolve = resolver({ providers: { vault: file, pass: exec } }, { readers: both });
    const key = { source: "file", provider: "vault", id: "/key" };
    expect(await Promise.all([resolve(key), resolve(key)])).toEqual(["one", "one"]);
    expect(await resolve(key)).toBe("one");
    expect(asked).toEqual(["file /key"]);
    for (const _try of [1, 2]) await expect(resolve({ source: "exec", provider: "pass", id: "key" })).rejects.toThrow("gone");
    expect(asked).toEqual(["file /key", "pass key", "pass key"]);
  });
});
