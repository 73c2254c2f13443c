// The page in a real browser, against the built server as a process of its own and a real sandbox (UI-1, UI-2).
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { tempDir } from "@openclaw/testing";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { openPage, type Screen, SCREENS, seriousFindings, soon } from "./support/browser.js";
import { fillLedger } from "./support/fill-ledger.js";
import { launchBrowser } from "./support/launch-browser.js";
import { buildAll, PageServer } from "./support/page-server.js";

// A browser, a server and a sandbox share the machine with other tests.
vi.setConfig({ testTimeout: 90_000 });

let browser: Browser;
let server: PageServer;
let program: string;

beforeAll(async () => {
  const stateDir = tempDir();
  await mkdir(join(stateDir, "server"), { recursive: true });
  [browser, program] = await Promise.all([
    launchBrowser(),
    buildAll(tempDir()),
    fillLedger({ dir: join(stateDir, "server"), rows: 400, days: 1, nowMs: Date.now() }),
  ]);
  server = await PageServer.start({ program, stateDir, logPrompts: true });
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

/** Opens a view, does something there, and holds that nothing was complained about. */
async function visit(
  view: string,
  screen: Screen,
  act: (page: Page) => Promise<void>,
  options: { readonly expects?: RegExp } = {},
): Promise<void> {
  const watched = await openPage(browser, `${server.url}/#/${view}`, { screen, ...options });
  try {
    await act(watched.page);
    expect(await overflows(watched.page), "nothing is wider than the screen").toBe(false);
    expect(await seriousFindings(watched.page)).toEqual([]);
    expect(watched.complaints).toEqual([]);
  } finally {
    await watched.close();
  }
}

function overflows(page: Page): Promise<boolean> {
  return page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
}

/** How many of them are not whole inside the panel they stand in. */
function hiddenAtTheEdge(page: Page, selector: string): Promise<number> {
  return page.locator(selector).evaluateAll((elements) => {
    const right = (element: Element): number => element.getBoundingClientRect().right;
    return elements.filter((element) => right(element) > right(element.closest(".panel") ?? document.body)).length;
  });
}

async function say(page: Page, text: string): Promise<void> {
  await page.getByLabel("Your message").fill(text);
  await page.keyboard.press("Enter");
}

const answers = (page: Page) => page.locator(".turn.assistant");

describe.each(Object.keys(SCREENS) as Screen[])("on %s", (screen) => {
  it("chats: Markdown is drawn, the cost is told, and the conversation is there after a reload", () =>
    visit("chat", screen, async (page) => {
      await say(page, "markdown");
      await answers(page).locator(".code .syntax-keyword").first().waitFor();
      await answers(page).getByText("in, ").first().waitFor();
      expect(await page.locator(".totals").textContent()).toMatch(/tokens\$/);
      await page.reload();
      await answers(page).locator("blockquote").waitFor();
      expect(await page.locator(".turn").count()).toBe(2);
    }));

  it("makes pictures in the ratio that was chosen", () =>
    visit("images", screen, async (page) => {
      await page.getByLabel("Prompt").fill("A lighthouse at dusk");
      await page.getByRole("group", { name: "Ratio" }).getByText("16:9").click();
      await page.getByRole("button", { name: "Make" }).click();
      const picture = page.locator(".card img");
      await picture.waitFor();
      expect(server.sandbox.requests.some((request) => JSON.stringify(request).includes("16:9"))).toBe(true);
      expect(await picture.evaluate((image: HTMLImageElement) => image.naturalWidth > image.naturalHeight)).toBe(true);
    }));

  it("shows a video job until it is done, through a reload, and plays it", () =>
    visit("videos", screen, async (page) => {
      const prompt = `Waves at night, ${screen}`;
      await page.getByLabel("Prompt").fill(prompt);
      await page.getByText("It costs at most $2.40.").waitFor();
      await page.getByRole("group", { name: "Length" }).getByText("4 s").click();
      await page.getByRole("group", { name: "Resolution" }).getByText("720p").click();
      await page.getByText("It costs $0.40, at most $0.48.").waitFor();
      await page.getByRole("button", { name: "Order the video" }).click();
      const card = page.getByRole("article", { name: prompt });
      await card.waitFor();
      await page.reload();
      await page.locator(`article[data-status=completed][aria-label="Video: ${prompt}"]`).waitFor({ timeout: 30_000 });
      await card.getByRole("button", { name: "Play" }).click();
      await card.locator("video").waitFor();
      await soon(() => card.locator("video").evaluate((video: HTMLVideoElement) => video.videoWidth)).toBeGreaterThan(0);
    }));

  it("reads a text aloud and marks the word that is heard", () =>
    visit("speech", screen, async (page) => {
      await page.getByRole("button", { name: "Read aloud" }).click();
      const mark = page.locator("mark");
      await mark.waitFor();
      const first = await mark.textContent();
      await soon(() => mark.textContent()).not.toBe(first);
      await page.getByRole("button", { name: "Pause" }).click();
      await page.getByRole("button", { name: "Play", exact: true }).waitFor();
    }));

  it("shows spend, time, causes and the live state", () =>
    visit("dashboard", screen, async (page) => {
      await page.locator(".tile").first().waitFor();
      expect(await page.locator(".tile", { hasText: "Spend" }).textContent()).toMatch(/\$\d/);
      await soon(() => page.locator("canvas").count()).toBe(6);
      await page.getByRole("region", { name: "Right now" }).getByText("requests").waitFor();
      await page.getByRole("region", { name: "Failures by cause" }).locator(".cause-name", { hasText: "provider overloaded" }).waitFor();
      await page.getByRole("button", { name: "By key" }).click();
      await page.getByText("Spend by key").waitFor();
      await page.getByRole("button", { name: "30 days" }).click();
      await page.getByRole("region", { name: "By key" }).getByText("Design team").first().waitFor();
    }));

  it("lists requests, and shows what was sent for one", () =>
    visit("requests", screen, async (page) => {
      await page.getByLabel("Outcome").selectOption("error");
      await page.locator("tbody .tag.bad").first().waitFor();
      await soon(() => page.locator("tbody .tag.good").count()).toBe(0);
      expect(await hiddenAtTheEdge(page, "tbody .tag"), "outcomes that need scrolling").toBe(0);
      await page.getByLabel("Outcome").selectOption("");
      await page.locator("tbody a").filter({ hasText: ":" }).first().waitFor();
      const answer = await page.request.post(`${server.url}/v1/chat/completions`, {
        headers: { "x-request-id": "job-7", traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01" },
        data: { model: "sandbox/guide", messages: [{ role: "user", content: "a plan to look at" }] },
      });
      await page.getByRole("button", { name: "Look again" }).click();
      await page.goto(`${server.url}/#/requests/${answer.headers()["x-request-id"] ?? ""}`);
      await page.getByRole("dialog").getByText("a plan to look at").waitFor();
      await page.getByRole("dialog").getByText("Why it looked so").waitFor();
      await page.getByRole("dialog").getByText("4bf92f3577b34da6a3ce929d0e0e4736").waitFor();
      await page.getByRole("dialog").getByText("Its client’s name job-7").waitFor();
    }));

  it("makes a key that is shown once, changes its budget and revokes it", () =>
    visit("keys", screen, async (page) => {
      const name = `Key of ${screen}`;
      await page.getByRole("button", { name: "New key" }).click();
      await page.getByLabel("Name").fill(name);
      await page.getByLabel("Budget in dollars").fill("5");
      await page.getByRole("button", { name: "Make the key" }).click();
      const secret = await page.getByText(/^sk-oc-/).textContent();
      expect(secret?.length).toBeGreaterThan(20);
      await page.getByRole("button", { name: "I have it" }).click();
      expect(await page.content()).not.toContain(secret);
      await page.getByRole("button", { name: `Change ${name}` }).click();
      await page.getByLabel("Budget in dollars").fill("7.50");
      await page.getByRole("button", { name: "Save" }).click();
      await page.locator(".key-card", { hasText: name }).getByText("$7.50").waitFor();
      await page.getByRole("button", { name: `Change ${name}` }).click();
      await page.getByRole("button", { name: "Revoke" }).click();
      await page.getByRole("button", { name: /Revoke now/ }).click();
      await page.locator(".key-card", { hasText: name }).waitFor({ state: "detached" });
    }));

  it("filters the catalogue", () =>
    visit("models", screen, async (page) => {
      await page.locator(".model-card").first().waitFor();
      await page.getByRole("group", { name: "Makes" }).getByText("image", { exact: true }).click();
      await page.getByLabel("Search models").fill("gemini flash");
      await soon(() => page.locator(".model-card").count()).toBeLessThan(8);
      for (const text of await page.locator(".model-card").allTextContents()) expect(text).toMatch(/gemini/i);
    }));
});

it("shows the older ones of more than a hundred keys, too", () =>
  visit("keys", "desktop, light", async (page) => {
    for (let index = 1; index <= 102; index++) {
      expect((await page.request.post(`${server.url}/admin/keys`, { data: { name: `one of many ${index}` } })).status()).toBe(201);
    }
    await page.reload();
    await soon(() => page.locator(".key-card").count()).toBe(100);
    await page.getByRole("button", { name: "Older ones" }).click();
    await page.getByRole("heading", { name: "one of many 1", exact: true }).waitFor();
  }));

describe("a recording by microphone", () => {
  const sent = () => server.sandbox.requests.filter(({ path }) => path.endsWith("/audio/transcriptions")).length;

  it("is written down, and again when that failed, without being said again", () =>
    visit(
      "speech",
      "desktop, light",
      async (page) => {
        await page.context().grantPermissions(["microphone"]);
        server.sandbox.setFault({ name: "status-400", path: "/audio/transcriptions" });
        await page.getByRole("button", { name: "Record" }).click();
        await page.getByText(/^\d:\d[1-9]$/).waitFor();
        await page.getByRole("button", { name: "Stop and write down" }).click();
        await page.getByRole("button", { name: "Try again" }).waitFor();
        server.sandbox.clearFaults();
        await page.getByRole("button", { name: "Try again" }).click();
        await page.locator(".transcript .plain").waitFor();
        await page.getByRole("button", { name: "Record" }).waitFor();
      },
      { expects: /400/ },
    ));

  it("is not sent when it is discarded, or when the view is left", () =>
    visit("speech", "desktop, light", async (page) => {
      await page.context().grantPermissions(["microphone"]);
      const before = sent();
      await page.getByRole("button", { name: "Record" }).click();
      await page.getByRole("button", { name: "Discard" }).click();
      await page.getByRole("button", { name: "Record" }).click();
      await page.getByText(/^\d:\d[1-9]$/).waitFor();
      await page.getByRole("link", { name: "Models" }).click();
      await page.locator(".model-card").first().waitFor();
      await page.getByRole("link", { name: "Speech" }).click();
      // One that is wanted: whatever went out before it has come by now.
      await page.getByRole("button", { name: "Record" }).click();
      await page.getByText(/^\d:\d[1-9]$/).waitFor();
      await page.getByRole("button", { name: "Stop and write down" }).click();
      await page.locator(".transcript .plain").waitFor();
      expect(sent()).toBe(before + 1);
    }));

  it("cannot be made where the browser does not allow it, and the page says what to do", () =>
    visit("speech", "desktop, light", async (page) => {
      await page.getByRole("button", { name: "Record" }).click();
      await page.getByText(/allow it for this page in the browser/).waitFor();
    }));
});
