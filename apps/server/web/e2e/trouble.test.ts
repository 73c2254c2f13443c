// What the page says and does when the server, the network or a model is in trouble, and who may see what (UI-1, UI-2).
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tempDir } from "@openclaw/testing";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { openPage, seriousFindings, soon } from "./support/browser.js";
import { launchBrowser } from "./support/launch-browser.js";
import { buildAll, PageServer } from "./support/page-server.js";

/** What a browser's console says of calls that do not come through; the page says it in words. */
const UNREACHABLE =
  /ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_INTERNET_DISCONNECTED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE/;
const CONFIG = { agents: { defaults: { model: { primary: "openrouter/sandbox/guide", fallbacks: ["openrouter/sandbox/echo"] } } } };
/** A picture of one dot. */
const DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
const TOKEN = "gateway-token-of-the-page";

// A browser, a server and a sandbox share the machine with other tests.
vi.setConfig({ testTimeout: 90_000 });

let browser: Browser;
let program: string;
let open: PageServer;
let closed: PageServer;

function stateWith(config: object): string {
  const folder = tempDir();
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "openclaw.json"), JSON.stringify(config));
  return folder;
}

beforeAll(async () => {
  [browser, program] = await Promise.all([launchBrowser(), buildAll(tempDir())]);
  [open, closed] = await Promise.all([
    PageServer.start({ program, stateDir: stateWith(CONFIG) }),
    PageServer.start({ program, stateDir: stateWith({}), token: TOKEN }),
  ]);
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await Promise.all([open?.close(), closed?.close()]);
});

afterEach(async () => {
  open.sandbox.clearFaults();
  if (!open.running) await open.start();
});

async function say(page: Page, text: string): Promise<void> {
  await page.getByLabel("Your message").fill(text);
  await page.keyboard.press("Enter");
}

const lastAnswer = (page: Page) => page.locator(".turn.assistant").last();

it("says that the server is gone in the middle of an answer, keeps what came, and asks again when it is back", async () => {
  const { page, complaints, close } = await openPage(browser, open.url, { expects: UNREACHABLE });
  await say(page, "900 words");
  await soon(async () => (await lastAnswer(page).locator(".markdown").textContent())?.length).toBeGreaterThan(10);
  await open.kill();
  await page.getByTestId("offline").waitFor();
  await lastAnswer(page)
    .getByText(/broke off/)
    .waitFor();
  expect((await lastAnswer(page).locator(".markdown").textContent())?.length).toBeGreaterThan(10);
  await open.start();
  await page.getByText("The server is there again.").waitFor({ timeout: 30_000 });
  await page.getByRole("link", { name: "New chat" }).click();
  await say(page, "echo: and on it goes");
  await lastAnswer(page).getByText("and on it goes").waitFor();
  expect(complaints).toEqual([]);
  await close();
});

it("finishes a video job that was ordered before the server was killed", async () => {
  open.sandbox.setFault({ name: "job-slow", param: 4 });
  const { page, complaints, close } = await openPage(browser, `${open.url}/#/videos`, { expects: UNREACHABLE });
  await page.getByLabel("Prompt").fill("A long tide");
  await page.getByRole("group", { name: "Length" }).getByText("4 s").click();
  await page.getByLabel("Prompt").press("Control+Enter");
  await page.getByRole("article", { name: "A long tide" }).waitFor();
  await open.kill();
  await page.getByTestId("offline").waitFor();
  await open.start();
  await page.locator("article[data-status=completed]").waitFor({ timeout: 40_000 });
  expect(complaints).toEqual([]);
  await close();
});

it("says that this device is offline, and goes on when it is not any more", async () => {
  const { page, complaints, close } = await openPage(browser, open.url, { expects: UNREACHABLE });
  await say(page, "echo: first");
  await lastAnswer(page).getByText("first", { exact: true }).waitFor();
  await page.context().setOffline(true);
  await page.getByText("This device is offline.").waitFor();
  await page.context().setOffline(false);
  await page.getByText("The server is there again.").waitFor({ timeout: 30_000 });
  await say(page, "echo: second");
  await lastAnswer(page).getByText("second", { exact: true }).waitFor();
  expect(complaints).toEqual([]);
  await close();
});

it("says on a slow line that the answer is on its way, and shows all of it when it came", async () => {
  const { page, complaints, close } = await openPage(browser, open.url);
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Network.enable");
  const slow = { offline: false, latency: 1_500, downloadThroughput: 4_000, uploadThroughput: 4_000 };
  await devtools.send("Network.emulateNetworkConditions", slow);
  await say(page, "echo: every word of it");
  await page.getByRole("status").filter({ hasText: "on its way" }).waitFor();
  await lastAnswer(page).getByText("every word of it", { exact: true }).waitFor();
  await lastAnswer(page).locator(".answer-facts").waitFor();
  expect(await page.getByTestId("offline").count()).toBe(0);
  expect(complaints).toEqual([]);
  await close();
});

it("shows that it waits for a slow model, and stops when told to", async () => {
  open.sandbox.setFault({ name: "slow-first-token", param: 20_000 });
  // 409: the turn that is stopped is still being closed when it is asked again.
  const { page, complaints, close } = await openPage(browser, open.url, { expects: /409/ });
  await say(page, "anything");
  await page.getByRole("status").filter({ hasText: "on its way" }).waitFor();
  await page.getByRole("button", { name: "Stop" }).click();
  await lastAnswer(page).getByText("Stopped.").waitFor();
  open.sandbox.clearFaults();
  await lastAnswer(page).getByRole("button", { name: "Try again" }).click();
  await soon(() => lastAnswer(page).locator(".answer-facts").textContent()).toMatch(/out/);
  expect(complaints).toEqual([]);
  await close();
});

it("asks in other words, here or in a branch, and leaves the first conversation as it was", async () => {
  const { page, complaints, close } = await openPage(browser, open.url);
  await say(page, "echo: one");
  await lastAnswer(page).locator(".answer-facts").waitFor();
  const first = page.url();
  await page.locator(".turn.user").hover();
  await page.getByRole("button", { name: "Edit and ask again" }).click();
  await page.getByLabel("The question").fill("echo: two");
  await page.getByRole("button", { name: "Ask in a branch" }).click();
  await lastAnswer(page).getByText("two", { exact: true }).waitFor();
  await lastAnswer(page).locator(".answer-facts").waitFor();
  expect(page.url()).not.toBe(first);
  await page.goto(first);
  await lastAnswer(page).getByText("one", { exact: true }).waitFor();
  await page.locator(".turn.user").hover();
  await page.getByRole("button", { name: "Edit and ask again" }).click();
  await page.getByLabel("The question").fill("echo: three");
  await page.getByRole("button", { name: "Ask here" }).click();
  await lastAnswer(page).getByText("three", { exact: true }).waitFor();
  await lastAnswer(page).locator(".answer-facts").waitFor();
  await page.reload();
  await lastAnswer(page).getByText("three", { exact: true }).waitFor();
  expect(await page.locator(".turn").count()).toBe(2);
  expect(complaints).toEqual([]);
  await close();
});

it("attaches a pasted picture and says which model cannot read it", async () => {
  const { page, complaints, close } = await openPage(browser, open.url);
  await page.getByLabel("Your message").waitFor();
  await page.evaluate((dot) => {
    const bytes = Uint8Array.from(atob(dot), (sign) => sign.charCodeAt(0));
    const data = new DataTransfer();
    data.items.add(new File([bytes], "dot.png", { type: "image/png" }));
    document
      .querySelector("textarea")
      ?.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  }, DOT);
  await page.getByText("dot.png").waitFor();
  await page.getByRole("button", { name: /^Model/ }).click();
  await page.getByLabel("Search models").fill("sandbox echo");
  await page.keyboard.press("Enter");
  await page.getByText("does not read images").waitFor();
  await page.getByRole("button", { name: /^Model/ }).click();
  await page.getByLabel("Search models").fill("sandbox guide");
  await page.keyboard.press("Enter");
  await say(page, "what is this?");
  await lastAnswer(page).locator(".answer-facts").waitFor();
  expect(await page.locator(".turn.user img").count()).toBe(1);
  expect(complaints).toEqual([]);
  await close();
});

it("shows thinking folded, and calls of tools with their arguments", async () => {
  const { page, complaints, close } = await openPage(browser, open.url);
  await page.evaluate(() => localStorage.setItem("openclaw.chat", JSON.stringify({ model: "sandbox/thinker", thinking: "high" })));
  await page.reload();
  await say(page, "12 * 7");
  await lastAnswer(page).locator(".answer-facts").waitFor();
  const thinking = lastAnswer(page).locator("details.thinking");
  expect(await thinking.evaluate((element: HTMLDetailsElement) => element.open)).toBe(false);
  await thinking.locator("summary").click();
  await thinking.locator(".thinking-text").waitFor();
  await page.getByRole("button", { name: "Settings of this chat" }).click();
  await page
    .getByLabel("Tools")
    .fill('[{"type":"function","function":{"name":"get_weather","parameters":{"type":"object","properties":{"city":{"type":"string"}}}}}]');
  await say(page, "What is the weather in Oslo?");
  await lastAnswer(page).locator(".tool-call summary").click();
  await lastAnswer(page).getByText("Oslo").waitFor();
  await lastAnswer(page)
    .getByLabel(/^What get_weather gave/)
    .fill("4 degrees, rain");
  await page.getByRole("button", { name: "Give it to the model" }).click();
  await lastAnswer(page).getByText("4 degrees").waitFor();
  expect(complaints).toEqual([]);
  await close();
});

it("writes a recording down, and reads it aloud", async () => {
  const { page, complaints, close } = await openPage(browser, `${open.url}/#/speech`);
  const spoken = await page.request.post(`${open.url}/v1/audio/speech`, {
    data: { model: "sandbox/voice", input: "The tide comes in at noon." },
  });
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Choose a file" }).click();
  await (await chooser).setFiles({ name: "tide.mp3", mimeType: "audio/mpeg", buffer: await spoken.body() });
  await page
    .locator(".transcript")
    .getByText(/tide comes in at noon/i)
    .waitFor();
  await page.getByRole("button", { name: "Read it aloud" }).click();
  await page.locator("mark").waitFor();
  expect(complaints).toEqual([]);
  await close();
});

it("changes a picture that was given", async () => {
  const { page, complaints, close } = await openPage(browser, `${open.url}/#/images`);
  await page.getByLabel("Prompt").fill("Make it night");
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Choose or drop" }).click();
  await (await chooser).setFiles({ name: "dot.png", mimeType: "image/png", buffer: Buffer.from(DOT, "base64") });
  await page.getByRole("button", { name: "Change", exact: true }).click();
  await page.getByRole("button", { name: /^Look at/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Download" }).waitFor();
  expect(complaints).toEqual([]);
  await close();
});

it("lets nobody in without the token, keeps it in the tab only, and shows a virtual key what is its own", async () => {
  const { page, complaints, close } = await openPage(browser, closed.url, { expects: /401/ });
  const secret = page.getByLabel("Gateway token or virtual key");
  await secret.waitFor();
  expect(await seriousFindings(page)).toEqual([]);
  await secret.fill("not-the-token");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByText("does not know this token").waitFor();
  await secret.fill(TOKEN);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByText("Gateway token", { exact: true }).waitFor();
  expect(await page.evaluate(() => JSON.stringify({ ...localStorage }) + document.cookie)).not.toContain(TOKEN);
  const made = await page.request.post(`${closed.url}/admin/keys`, {
    headers: { authorization: `Bearer ${TOKEN}` },
    data: { name: "Visitor", budgetUsd: 1 },
  });
  const { key } = (await made.json()) as { readonly key: string };
  await page.getByRole("button", { name: "Sign out" }).click();
  await secret.fill(key);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByText("Visitor", { exact: true }).waitFor();
  expect(await page.getByRole("link", { name: "Keys" }).count()).toBe(0);
  await page.getByRole("link", { name: "Dashboard" }).click();
  await page.getByText("What this key used").waitFor();
  expect(complaints).toEqual([]);
  await close();
});

it("opens a conversation of 5,000 messages at its end, and draws only what is near", async () => {
  const messages = Array.from({ length: 5_000 }, (_, index) => ({
    id: `msg_${index}`,
    role: index % 2 === 0 ? "user" : "assistant",
    content: index % 2 === 0 ? `Question ${index}` : `Answer **${index}**\n\n- one\n- two\n\n\`\`\`ts\nconst value = ${index};\n\`\`\``,
  }));
  const { page, complaints, close } = await openPage(browser, open.url);
  await page.route("**/v1/sessions/session_large", (route) => route.fulfill({ json: { id: "session_large", title: "Large", messages } }));
  await page.goto(`${open.url}/#/chat/session_large`);
  await page.getByText("Answer 4999").waitFor();
  const thread = page.locator(".thread");
  expect(await thread.evaluate((element) => element.scrollHeight - element.scrollTop - element.clientHeight)).toBeLessThan(80);
  expect(await page.locator(".turn").count()).toBeLessThan(200);
  await thread.evaluate((element) => element.scrollTo(0, 0));
  await page.getByText("Question 0", { exact: true }).waitFor();
  expect(await page.locator(".turn").count()).toBeLessThan(200);
  expect(complaints).toEqual([]);
  await close();
});

it("loads its first view with at most 90 KB (gzip), and nothing from elsewhere", async () => {
  const { page, close } = await openPage(browser, "about:blank");
  const sizes: number[] = [];
  const origins = new Set<string>();
  page.on("response", async (response) => {
    origins.add(new URL(response.url()).origin);
    if (/\.(?:js|css|svg)$|\/$/.test(new URL(response.url()).pathname)) sizes.push((await response.request().sizes()).responseBodySize);
  });
  await page.setExtraHTTPHeaders({ "accept-encoding": "gzip" });
  await page.goto(open.url);
  await page.getByLabel("Your message").waitFor();
  await soon(() => sizes.length).toBeGreaterThan(4);
  await page.waitForLoadState("networkidle");
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(90_000);
  expect([...origins]).toEqual([open.url]);
  await close();
});

// The last one: the model that fails rests for a while after it.
it("tells in plain words that another model took over", async () => {
  open.sandbox.setFault({ name: "status-502", model: /guide/ });
  const { page, complaints, close } = await openPage(browser, open.url);
  await say(page, "echo: somebody answers");
  await lastAnswer(page).locator(".notice.failover", { hasText: "sandbox/echo took over" }).waitFor();
  await soon(() => lastAnswer(page).locator(".answer-facts").textContent()).toMatch(/Echo/);
  expect(complaints).toEqual([]);
  await close();
});
