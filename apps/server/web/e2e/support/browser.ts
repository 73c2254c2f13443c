import axe from "axe-core";
import type { Browser, Page } from "playwright-core";
import { expect } from "vitest";

export const SCREENS = {
  "desktop, light": { width: 1280, height: 800, colors: "light" },
  "phone, dark": { width: 390, height: 844, colors: "dark" },
} as const;
export type Screen = keyof typeof SCREENS;

/** Looks until it is so; a busy machine takes its time. */
export function soon<Value>(look: () => Value | Promise<Value>): ReturnType<typeof expect.poll<Value>> {
  return expect.poll(look, { timeout: 20_000, interval: 40 });
}

/** A page on a screen, and everything that went wrong in it. */
export interface WatchedPage {
  readonly page: Page;
  /** Errors of scripts, of the console (the content-security policy speaks there), and answers that failed without being expected to. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

export async function openPage(
  browser: Browser,
  url: string,
  options: { readonly screen?: Screen; readonly expects?: RegExp } = {},
): Promise<WatchedPage> {
  const { width, height, colors } = SCREENS[options.screen ?? "desktop, light"];
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: colors,
    hasTouch: width < 600,
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  const complain = (text: string): void => {
    if (options.expects?.test(text) !== true) complaints.push(text);
  };
  page.on("pageerror", (error) => complain(`script: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complain(`console: ${message.text()} ${message.location().url}`);
  });
  page.setDefaultTimeout(20_000);
  await page.goto(url);
  return { page, complaints, close: () => context.close() };
}

interface AxeResults {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string;
    readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
  }[];
}

/** What axe finds that keeps somebody from using the page. */
export async function seriousFindings(page: Page): Promise<readonly string[]> {
  // Out of the policy's reach, as a browser extension is.
  if (!(await page.evaluate("'axe' in globalThis"))) await page.evaluate(axe.source);
  const results: AxeResults = await page.evaluate("axe.run(document, { resultTypes: ['violations'] })");
  return results.violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html.slice(0, 160)} ${failureSummary}`).join(" | ")}`);
}
