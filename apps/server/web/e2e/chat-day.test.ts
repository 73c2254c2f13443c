// What somebody meets who chats all day: several conversations and tabs at once, questions that fail, other scripts (UI-1).
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { tempDir } from "@openclaw/testing";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { openPage, seriousFindings, soon } from "./support/browser.js";
import { launchBrowser } from "./support/launch-browser.js";
import { buildAll, PageServer } from "./support/page-server.js";

const CONFIG = { agents: { defaults: { model: { primary: "openrouter/sandbox/guide", fallbacks: ["openrouter/sandbox/echo"] } } } };

// A browser, a server and a sandbox share the machine with other tests.
vi.setConfig({ testTimeout: 90_000 });

let browser: Browser;
let server: PageServer;
let keyless: PageServer;

beforeAll(async () => {
  const stateDir = tempDir();
  writeFileSync(join(stateDir, "openclaw.json"), JSON.stringify(CONFIG));
  const [launched, program] = await Promise.all([launchBrowser(), buildAll(tempDir())]);
  browser = launched;
  [server, keyless] = await Promise.all([
    PageServer.start({ program, stateDir }),
    PageServer.start({ program, stateDir: tempDir(), withoutKey: true }),
  ]);
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await Promise.all([server?.close(), keyless?.close()]);
});

afterEach(() => server.sandbox.clearFaults());

const composer = (page: Page) => page.getByLabel("Your message");
const lastAnswer = (page: Page) => page.locator(".turn.assistant").last();

async function say(page: Page, text: string): Promise<void> {
  await composer(page).fill(text);
  await page.keyboard.press("Enter");
}

async function answered(page: Page): Promise<void> {
  await lastAnswer(page).locator(".answer-facts").waitFor();
}

async function words(page: Page): Promise<number> {
  return (await lastAnswer(page).locator(".markdown").innerText()).split(/\s+/).length;
}

it("drops what a model had said when another one begins the answer anew", async () => {
  server.sandbox.setFault({ name: "error-mid-stream", param: 6, model: /guide/ });
  const { page, complaints, close } = await openPage(browser, server.url);
  await say(page, "60 words");
  await answered(page);
  await lastAnswer(page)
    .getByText(/began anew/)
    .waitFor();
  expect(await lastAnswer(page).locator(".markdown").textContent()).toBe("60 words");
  expect(complaints).toEqual([]);
  await close();
});

it("lets an answer go on while another conversation or view is looked at", async () => {
  const { page, complaints, close } = await openPage(browser, server.url);
  await say(page, "echo: a short one");
  await answered(page);
  const short = page.url();
  await page.getByRole("link", { name: "New chat" }).click();
  await say(page, "900 words");
  await lastAnswer(page).locator(".markdown").waitFor();
  const long = page.url();
  await page.goto(short);
  await lastAnswer(page).getByText("a short one", { exact: true }).waitFor();
  await page.getByRole("navigation", { name: "Conversations" }).getByText("Answering…").waitFor();
  expect(await page.getByRole("navigation", { name: "Conversations" }).getByText("Untitled").count(), "it has its question's name").toBe(0);
  expect(await seriousFindings(page)).toEqual([]);
  await page.getByRole("link", { name: "Dashboard" }).click();
  await page.getByRole("link", { name: "Chat", exact: true }).click();
  expect(page.url(), "the chat is where it was left").toBe(short);
  await page.goto(long);
  await soon(() => words(page)).toBeGreaterThan(850);
  await answered(page);
  expect(
    await lastAnswer(page)
      .getByText(/broke off/)
      .count(),
  ).toBe(0);
  await page.reload();
  await soon(() => words(page)).toBeGreaterThan(850);
  expect(complaints).toEqual([]);
  await close();
});

it("shows in one tab what was asked in another, and cuts nothing away that was not seen", async () => {
  const { page, complaints, close } = await openPage(browser, server.url);
  await say(page, "echo: from the first tab");
  await answered(page);
  const other = await page.context().newPage();
  await other.goto(page.url());
  await answered(other);
  await say(other, "echo: from the second tab");
  await lastAnswer(other).getByText("from the second tab", { exact: true }).waitFor();
  await answered(other);
  // Asked anew before the first tab has noticed anything.
  await page.locator(".turn.assistant").getByRole("button", { name: "Ask again" }).click();
  await page.getByText(/went on elsewhere/).waitFor();
  await lastAnswer(page).getByText("from the second tab", { exact: true }).waitFor();
  await page.reload();
  await lastAnswer(page).getByText("from the second tab", { exact: true }).waitFor();
  await say(other, "echo: and once more");
  await lastAnswer(other).getByText("and once more", { exact: true }).waitFor();
  await answered(other);
  await page.evaluate(() => dispatchEvent(new Event("focus")));
  await lastAnswer(page).getByText("and once more", { exact: true }).waitFor();
  expect(await page.locator(".turn").count()).toBe(6);
  expect(complaints).toEqual([]);
  await close();
});

it("loses no words: a question that nothing came of, and one that is not yet asked, are there after a reload", async () => {
  const { page, complaints, close } = await openPage(browser, server.url, { expects: /402/ });
  await composer(page).fill("not yet asked");
  await page.reload();
  await soon(() => composer(page).inputValue()).toBe("not yet asked");
  server.sandbox.setFault({ name: "status-402" });
  await say(page, "a long question, typed with care");
  await page.getByText(/Add credit to the OpenRouter account/).waitFor();
  expect(await composer(page).inputValue()).toBe("");
  await page.reload();
  await soon(() => composer(page).inputValue()).toBe("a long question, typed with care");
  server.sandbox.clearFaults();
  await page.keyboard.press("Escape");
  await composer(page).press("Enter");
  await answered(page);
  await page.reload();
  await answered(page);
  expect(await composer(page).inputValue()).toBe("");
  expect(complaints).toEqual([]);
  await close();
});

it("says that an answer ended at the limit of tokens", async () => {
  const { page, complaints, close } = await openPage(browser, server.url);
  await page.getByRole("button", { name: "Settings of this chat" }).click();
  await page.getByLabel("Longest answer").fill("20");
  await say(page, "300 words");
  await lastAnswer(page)
    .getByText(/reached the limit of tokens/)
    .waitFor();
  expect(complaints).toEqual([]);
  await close();
});

it("writes Arabic and Hebrew from the right, and code in them from the left", async () => {
  const { page, complaints, close } = await openPage(browser, server.url);
  await say(page, "echo: مرحبا بالعالم.\n\n- عنصر أول\n\n> שלום עולם\n\n`fetch` تجلب البيانات\n\nAnd English.\n\n```js\nconst a = 1;\n```");
  await answered(page);
  const ways = await lastAnswer(page)
    .locator(".markdown > *")
    .evaluateAll((blocks) => blocks.map((block) => getComputedStyle(block).direction));
  expect(ways).toEqual(["rtl", "rtl", "rtl", "rtl", "ltr", "ltr"]);
  await composer(page).fill("שלום");
  expect(await composer(page).evaluate((area) => area.matches(":dir(rtl)"))).toBe(true);
  expect(complaints).toEqual([]);
  await close();
});

it("draws formulas, and shows the source of what is none", async () => {
  const { page, complaints, close } = await openPage(browser, server.url, { screen: "phone, dark" });
  const long = Array.from({ length: 30 }, (_, index) => `x_{${index}}`).join(" + ");
  await say(
    page,
    `echo: So $E = mc^2$ for \\(m > 0\\), at $5 each:\n\\[\n\\int_0^1 x^2 \\, dx = \\frac{1}{3}\n\\]\n$$${long}$$\n\n$$\\frac{a$$`,
  );
  await answered(page);
  const answer = lastAnswer(page);
  await soon(() => answer.locator("math").count()).toBe(4);
  await answer.locator("mfrac").waitFor();
  expect(await answer.locator(".markdown").innerText()).toContain("at $5 each");
  expect(await answer.locator(".formula-source").allTextContents()).toEqual(["$$\\frac{a$$"]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), "a long one scrolls by itself").toBe(false);
  expect(await seriousFindings(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await close();
});

it("is used with the keyboard alone: one types at once, Escape leaves an edit, Control and Enter ask it", async () => {
  const { page, complaints, close } = await openPage(browser, server.url);
  await composer(page).waitFor();
  await soon(() => composer(page).evaluate((area) => area === document.activeElement)).toBe(true);
  await page.keyboard.type("echo: first words");
  await page.keyboard.press("Enter");
  await answered(page);
  await page.getByRole("status").filter({ hasText: "The answer is there." }).waitFor({ state: "attached" });
  const edit = page.getByRole("button", { name: "Edit and ask again" });
  await edit.press("Enter");
  await page.getByRole("textbox", { name: "The question" }).press("Escape");
  await soon(() => page.getByRole("textbox", { name: "The question" }).count()).toBe(0);
  await edit.press("Enter");
  await page.getByRole("textbox", { name: "The question" }).fill("echo: other words");
  await page.getByRole("textbox", { name: "The question" }).press("Control+Enter");
  await lastAnswer(page).getByText("other words", { exact: true }).waitFor();
  expect(await page.locator(".turn").count()).toBe(2);
  expect(complaints).toEqual([]);
  await close();
});

it("attaches texts, says of each file that it cannot take, and folds what is long", async () => {
  const { page, complaints, close } = await openPage(browser, server.url);
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Attach a file" }).click();
  const log = Array.from({ length: 60 }, (_, index) => `line ${index} with \`ticks\` and \`\`\``).join("\n");
  await (
    await chooser
  ).setFiles([
    { name: "server.ts", mimeType: "video/mp2t", buffer: Buffer.from(log) },
    { name: "tool.exe", mimeType: "application/x-msdownload", buffer: Buffer.from("MZ") },
    { name: "drawing.svg", mimeType: "image/svg+xml", buffer: Buffer.from("<svg/>") },
  ]);
  await page.getByText(/tool\.exe cannot be attached.*drawing\.svg cannot be attached/).waitFor();
  await say(page, "what is this?");
  await answered(page);
  const asked = JSON.stringify(server.sandbox.requests.at(-1));
  expect(asked).toContain("server.ts:");
  expect(asked).toContain("line 59");
  const question = page.locator(".turn.user");
  const folded = await question.evaluate((element) => element.clientHeight);
  await question.getByRole("button", { name: "Show all" }).click();
  expect(await question.evaluate((element) => element.clientHeight)).toBeGreaterThan(folded * 2);
  expect(await seriousFindings(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await close();
});

it("keeps what is looked for among the requests in the address, through a look at one and a reload", async () => {
  const { page, complaints, close } = await openPage(browser, server.url, { expects: /402/ });
  server.sandbox.setFault({ name: "status-402" });
  await say(page, "something that fails");
  await page.getByText(/Add credit/).waitFor();
  await page.goto(`${server.url}/#/requests`);
  await page.getByLabel("Model", { exact: true }).selectOption({ label: "Sandbox: Guide" });
  await page.getByLabel("Outcome").selectOption("error");
  await soon(() => page.locator("tbody .tag.good").count()).toBe(0);
  await page.locator("tbody a").first().click();
  await page.getByRole("dialog").waitFor();
  await page.reload();
  await page.getByRole("dialog").waitFor();
  await page.keyboard.press("Escape");
  await soon(() => page.getByLabel("Outcome").inputValue()).toBe("error");
  expect(await page.getByLabel("Model", { exact: true }).inputValue()).toBe("sandbox/guide");
  await page.getByLabel("Outcome").selectOption("refused");
  await page.getByText("No request fits.").waitFor();
  await page.getByRole("button", { name: "Show all" }).click();
  await page.locator("tbody .tag.good").first().waitFor();
  expect(complaints).toEqual([]);
  await close();
});

it("names its tab after the conversation, and offers models in a list that everybody can use", async () => {
  const { page, complaints, close } = await openPage(browser, server.url);
  await say(page, "echo: the name of the tab");
  await answered(page);
  await soon(() => page.title()).toContain("the name of the tab");
  await page.getByRole("button", { name: /^Model/ }).click();
  await page.getByRole("option", { name: /Sandbox: Echo/ }).waitFor();
  expect(await seriousFindings(page)).toEqual([]);
  await page.getByRole("option", { name: /Sandbox: Echo/ }).click();
  await page.getByRole("button", { name: /^Model: Sandbox: Echo/ }).waitFor();
  expect(complaints).toEqual([]);
  await close();
});

it("tells somebody whose server has no key yet what to do, before anything is asked", async () => {
  const { page, complaints, close } = await openPage(browser, keyless.url, { expects: /503/ });
  await page.getByText(/Run “openclaw onboard”/).waitFor();
  expect(await seriousFindings(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await close();
});
