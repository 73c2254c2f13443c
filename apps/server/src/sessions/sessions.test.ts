import type { AssistantMessage, ChatMessage } from "@openclaw/chat";
import { expect, it } from "vitest";
import type { Refusal } from "../errors/refusal.js";
import type { Engine } from "../store/engine.js";
import { eachEngine } from "../store/testing/each-engine.js";
import { testClock } from "../store/testing/test-clock.js";
import { createSessions } from "./create-sessions.js";
import { historyOf } from "./session-rows.js";
import type { Session, Sessions } from "./session-types.js";

function over(engine: Engine, maxSessions?: number) {
  const { clock, fake } = testClock();
  return { fake, sessions: createSessions({ engine, clock, instanceId: "one" }, maxSessions) };
}

const user = (content: string): ChatMessage => ({ role: "user", content });
const answer = (content: string): AssistantMessage => ({ role: "assistant", content, source: { model: "a/b" } });

async function take(sessions: Sessions, session: Session, [asked, answered]: readonly [string, string], costUsd = 0.1): Promise<void> {
  const turn = await sessions.begin(session);
  await turn.ask([user(asked)], {});
  const usage = { promptTokens: 1, completionTokens: 1, totalTokens: 2, cachedTokens: 0, cacheWriteTokens: 0, reasoningTokens: 0, costUsd };
  await turn.answer({ message: answer(answered), usage, partial: false });
  await turn.close();
}

async function textsOf(sessions: Sessions, id: string): Promise<unknown[]> {
  return (await sessions.messages(id)).map(({ entry }) => entry.message.content);
}

// CHAT-12
eachEngine("stored conversations", ({ open, place, openAt }) => {
  it("keeps every message as it was, in order, with its cost and a name from the first question", async () => {
    const { sessions } = over(await open());
    const session = await sessions.create("key_1", {});
    await take(sessions, session, ["What  is\nthis?", "A ✓ thing."]);
    await take(sessions, session, ["And that?", "Another."]);
    expect(await sessions.get("key_1", session.id)).toMatchObject({ title: "What is this?", turns: 2, costUsd: 0.2 });
    const stored = await sessions.messages(session.id);
    expect(stored.map(({ entry }) => entry.message)).toEqual([
      user("What  is\nthis?"),
      answer("A ✓ thing."),
      user("And that?"),
      answer("Another."),
    ]);
    expect(historyOf(stored, [user("Next")]).at(-1)).toEqual(user("Next"));
  });

  it("is free after a turn whose last renewal the database took up too late", async () => {
    const engine = await open();
    let late: (() => Promise<unknown>) | undefined;
    let delaying = false;
    const { sessions, fake } = over({
      ...engine,
      write: (steps, ...rest) => {
        if (!delaying) return engine.write(steps, ...rest);
        delaying = false;
        return new Promise((resolve, reject) => {
          late = async () => engine.write(steps, ...rest).then(resolve, reject);
        });
      },
    });
    const session = await sessions.create("key_1", {});
    const turn = await sessions.begin(session);
    delaying = true;
    await fake.advance(10_000);
    expect(late).toBeDefined();
    await turn.close();
    await late?.();
    await expect(sessions.begin(session)).resolves.toBeDefined();
  });

  it("is nobody else's, in any way there is to ask", async () => {
    const { sessions } = over(await open());
    const mine = await sessions.create("key_1", { title: "mine" });
    await take(sessions, mine, ["secret", "word"]);
    expect(await sessions.get("key_2", mine.id)).toBeUndefined();
    expect(await sessions.list("key_2")).toEqual([]);
    expect(await sessions.list("key_2", { search: "secret" })).toEqual([]);
    expect(await sessions.patch("key_2", mine.id, { title: "x" })).toBeUndefined();
    expect(await sessions.fork("key_2", mine.id, 1)).toBeUndefined();
    expect(await sessions.truncate("key_2", mine.id, 0)).toBeUndefined();
    expect(await sessions.remove("key_2", mine.id)).toBe(false);
    expect(await sessions.get(undefined, mine.id)).toMatchObject({ title: "mine" });
    expect(await textsOf(sessions, mine.id)).toEqual(["secret", "word"]);
  });

  it("keeps what has arrived when the process dies in the middle of an answer, and lets the next turn in when the lease is over", async () => {
    const where = await place();
    const before = over(await openAt(where));
    const session = await before.sessions.create("", {});
    const turn = await before.sessions.begin(session);
    await turn.ask([user("Count.")], {});
    await turn.answer({ message: answer("one"), partial: true });
    await turn.answer({ message: answer("one two"), partial: true });
    // No close: the process is gone. Another one opens the same place.
    const after = over(await openAt(where));
    expect((await after.sessions.messages(session.id)).map(({ entry, partial }) => [entry.message.content, partial])).toEqual([
      ["Count.", false],
      ["one two", true],
    ]);
    await expect(after.sessions.begin(session)).rejects.toThrow(/Another turn/);
    await after.fake.advance(31_000);
    const next = await after.sessions.begin(session);
    await next.ask([user("Go on.")], {});
    await next.close();
    expect(await textsOf(after.sessions, session.id)).toEqual(["Count.", "one two", "Go on."]);
    // The first turn, should it live after all, no longer writes into what is another's now.
    await expect(turn.answer({ message: answer("one two three"), partial: false })).rejects.toThrow(/taken over/);
  });

  it("lets one turn at a time in, however long it takes", async () => {
    const { sessions, fake } = over(await open());
    const session = await sessions.create("", {});
    const outcomes = await Promise.allSettled([sessions.begin(session), sessions.begin(session), sessions.begin(session)]);
    const begun = outcomes.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
    const refused = outcomes.flatMap((each) => (each.status === "rejected" ? [each.reason as Refusal] : []));
    expect([begun.length, refused.map(({ code }) => code)]).toEqual([1, ["session_busy", "session_busy"]]);
    for (let turns = 0; turns < 6; turns++) {
      await fake.advance(10_000);
      // The renewal is on its way to the engine.
      await sessions.get("", session.id);
      await expect
        .poll(() =>
          sessions.begin(session).then(
            () => "in",
            () => "busy",
          ),
        )
        .toBe("busy");
    }
    await expect(sessions.truncate("", session.id, 0)).rejects.toThrow(/Another turn/);
    await begun[0]?.close();
    await (await sessions.begin(session)).close();
  });

  it("takes a question back when nothing came of it", async () => {
    const { sessions } = over(await open());
    const session = await sessions.create("", {});
    await take(sessions, session, ["a", "b"]);
    const turn = await sessions.begin(session);
    await turn.ask([user("lost")], {});
    await turn.unask();
    await turn.close();
    expect(await textsOf(sessions, session.id)).toEqual(["a", "b"]);
  });

  it("forks and cuts at any message, and neither touches the other", async () => {
    const { sessions } = over(await open());
    const session = await sessions.create("key_1", { model: "x/y", system: "Be brief." });
    await take(sessions, session, ["a", "b"]);
    await take(sessions, session, ["c", "d"]);
    const fork = (await sessions.fork("key_1", session.id, 3)) as Session;
    expect(fork).toMatchObject({ owner: "key_1", model: "x/y", system: "Be brief.", title: "a", turns: 1, costUsd: 0 });
    await take(sessions, fork, ["e", "f"]);
    expect(await textsOf(sessions, fork.id)).toEqual(["a", "b", "c", "e", "f"]);
    expect(await textsOf(sessions, session.id)).toEqual(["a", "b", "c", "d"]);
    await sessions.truncate("key_1", session.id, 1);
    expect(await textsOf(sessions, session.id)).toEqual(["a"]);
    await sessions.truncate("key_1", session.id, 9);
    expect(await textsOf(sessions, session.id)).toEqual(["a"]);
    await sessions.truncate("key_1", session.id, 0);
    expect(await textsOf(sessions, session.id)).toEqual([]);
    expect(await textsOf(sessions, fork.id)).toHaveLength(5);
  });

  it("finds words in any case of letters, and takes signs of patterns for what they are", async () => {
    const { sessions, fake } = over(await open());
    const one = await sessions.create("", {});
    await take(sessions, one, ["Größe ÜBER alles 100%", "yes"]);
    await fake.advance(1);
    const two = await sessions.create("", { title: "Shopping_List" });
    await take(sessions, two, ["bread", "and milk"]);
    const found = async (search: string): Promise<string[]> => (await sessions.list("", { search })).map(({ id }) => id);
    expect(await found("größe über")).toEqual([one.id]);
    expect(await found("MILK")).toEqual([two.id]);
    expect(await found("g_l")).toEqual([two.id]);
    expect(await found("0%")).toEqual([one.id]);
    expect(await found("%")).toEqual([one.id]);
    const [first] = await sessions.list("", { limit: 1 });
    expect(first?.id).toBe(two.id);
    expect((await sessions.list("", { beforeId: two.id })).map(({ id }) => id)).toEqual([one.id]);
  });

  it("makes one session for an end user, also when two of their requests come first at once", async () => {
    const { sessions } = over(await open());
    const made = await Promise.all(Array.from({ length: 5 }, () => sessions.ofCaller("key_1", "ann")));
    expect(new Set(made.map(({ id }) => id)).size).toBe(1);
    expect((await sessions.ofCaller("key_2", "ann")).id).not.toBe(made[0]?.id);
    expect((await sessions.ofCaller("key_1", "bob")).id).not.toBe(made[0]?.id);
  });

  it("forgets the longest unused when an owner has more than the bound", async () => {
    const { sessions, fake } = over(await open(), 2);
    const made: Session[] = [];
    for (const title of ["old", "middle", "new"]) {
      made.push(await sessions.create("", { title }));
      await fake.advance(1);
    }
    const [old] = made as [Session];
    await take(sessions, old, ["used", "again"]);
    await sessions.create("key_1", { title: "another's" });
    await sessions.prune();
    expect((await sessions.list("")).map(({ title }) => title)).toEqual(["old", "new"]);
    expect(await sessions.list("key_1")).toHaveLength(1);
  });
});
