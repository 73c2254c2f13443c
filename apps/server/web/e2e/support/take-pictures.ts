// The pictures of the page that the documents show, of the built server over a sandbox. Run by `npm run pictures`.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { fillLedger } from "./fill-ledger.js";
import { launchBrowser } from "./launch-browser.js";
import { PageServer } from "./page-server.js";

interface Picture {
  readonly name: string;
  readonly view: string;
  readonly height: number;
  readonly colors: "light" | "dark";
  /** Brings the page to what is to be seen. */
  readonly prepare: (page: Page, server: PageServer) => Promise<void>;
}

const PRIMARY = "anthropic/claude-sonnet-4.5";
const CONFIG = { agents: { defaults: { model: { primary: `openrouter/${PRIMARY}`, fallbacks: ["openrouter/openai/gpt-5.5"] } } } };

const PICTURES: readonly Picture[] = [
  // First, so that what the others spend is not in it.
  {
    name: "page-dashboard",
    view: "dashboard",
    height: 820,
    colors: "dark",
    prepare: async (page) => {
      await page.locator("canvas").nth(5).waitFor();
    },
  },
  {
    name: "page-chat",
    view: "chat",
    height: 800,
    colors: "light",
    prepare: async (page, server) => {
      for (const question of ["How do fallbacks work?", "What does a request cost?", "How are images made?"]) {
        await ask(page, question);
        await page.getByRole("link", { name: "New chat" }).click();
        await page.locator(".turn").first().waitFor({ state: "detached" });
      }
      await ask(page, "Which formats do I get? Use a small Markdown table.");
      server.sandbox.setFault({ name: "status-503", path: "/chat/completions", model: new RegExp(PRIMARY), times: 3 });
      await ask(page, "Write a TypeScript function as code, please.");
      await page.locator(".syntax-keyword").last().waitFor();
    },
  },
  {
    name: "page-videos",
    view: "videos",
    height: 720,
    colors: "light",
    prepare: async (page, server) => {
      await order(page, "Waves at night under a full moon");
      await play(page, 1);
      await order(page, "A forest at sunset, slow camera");
      await play(page, 2);
      server.sandbox.setFault({ name: "job-slow", param: 100, path: "/videos" });
      await order(page, "A city by the sea in the morning");
      await page.getByText(/^[3-9]\.\d s$/).waitFor();
    },
  },
];

async function ask(page: Page, question: string): Promise<void> {
  const facts = page.locator(".answer-facts");
  const before = await facts.count();
  await page.getByLabel("Your message").fill(question);
  await page.keyboard.press("Enter");
  await facts.nth(before).waitFor({ timeout: 60_000 });
}

async function order(page: Page, prompt: string): Promise<void> {
  await page.getByLabel("Prompt").fill(prompt);
  await page.getByRole("group", { name: "Length" }).getByText("4 s").click();
  await page.getByRole("group", { name: "Resolution" }).getByText("720p").click();
  await page.getByText(/^It costs /).waitFor();
  await page.getByRole("button", { name: "Order the video" }).click();
  await page.getByRole("article", { name: prompt }).waitFor();
}

/** Waits for so many videos, and stops the newest one when a second of it was seen. */
async function play(page: Page, count: number): Promise<void> {
  const done = page.locator("article[data-status=completed]");
  await done.nth(count - 1).waitFor({ timeout: 60_000 });
  await done.first().getByRole("button", { name: "Play" }).click();
  await done
    .first()
    .locator("video")
    .evaluate(async (video: HTMLVideoElement) => {
      while (video.currentTime < 1) await new Promise((resolve) => requestAnimationFrame(resolve));
      video.pause();
      video.controls = false;
    });
}

async function take(browser: Browser, server: PageServer, picture: Picture, folder: string): Promise<string> {
  const { name, view, height, colors, prepare } = picture;
  const context = await browser.newContext({ viewport: { width: 1280, height }, colorScheme: colors, reducedMotion: "reduce" });
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    await page.goto(`${server.url}/#/${view}`);
    await prepare(page, server);
    await page.mouse.move(0, 0);
    const path = join(folder, `${name}.png`);
    await page.screenshot({ path, animations: "disabled", caret: "hide" });
    return path;
  } finally {
    server.sandbox.clearFaults();
    await context.close();
  }
}

/** @param options.program the built server; `folder`: where the pictures go, in the place of those that are there */
export async function takePictures({ program, folder }: { readonly program: string; readonly folder: string }): Promise<void> {
  const work = await mkdtemp(join(tmpdir(), "openclaw-pictures-"));
  const stateDir = join(work, "state");
  mkdirSync(join(stateDir, "server"), { recursive: true });
  writeFileSync(join(stateDir, "openclaw.json"), JSON.stringify(CONFIG));
  const [browser] = await Promise.all([
    launchBrowser(),
    fillLedger({ dir: join(stateDir, "server"), rows: 2_000, days: 1, nowMs: Date.now() }),
  ]);
  const server = await PageServer.start({ program, stateDir, videoScale: 1 });
  try {
    // One after another: they share the server, whose sandbox fails where a picture wants it to.
    for (const picture of PICTURES) process.stdout.write(`${await take(browser, server, picture, folder)}\n`);
  } finally {
    await server.close();
    await browser.close();
    rmSync(work, { recursive: true, force: true });
  }
}
