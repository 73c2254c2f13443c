import { spawn } from "node:child_process";
import { createServer } from "node:http";
import { type AddressInfo, createServer as createSocketServer } from "node:net";
import { setTimeout as wait } from "node:timers/promises";

// The play that shows SRV-6: a real server is killed at random moments while clients buy from it, each under keys of its own, until each has an
// answer. Nothing here knows the server but by its program and its port; a test runs it small, bench/server-kills large.

export interface KillPlay {
  /** The server's program. */
  readonly program: string;
  readonly node: string;
  /** The upstream that counts. */
  readonly baseUrl: string;
  readonly stateDir: string;
  readonly databaseUrl?: string | undefined;
  readonly jobs: number;
  readonly posts: number;
  readonly kills: number;
  readonly random: () => number;
  /** How long a life lasts, from listening on: at most. */
  readonly lifeMs: number;
}

export interface KillFacts {
  readonly kills: number;
  /** Prompts, by what the client heard last. */
  readonly posts: { readonly answered: readonly string[]; readonly unknown: readonly string[]; readonly replayed: number; readonly differing: number };
  readonly jobs: readonly { readonly prompt: string; readonly id: string; readonly status: string; readonly error?: string; readonly bytes: number }[];
  /** Ledger rows of the end. */
  readonly rows: readonly { readonly user?: string; readonly endpoint: string; readonly outcome: string; readonly costUsd?: number }[];
  /** Rows that were seen between two kills and are not there at the end. */
  readonly rowsLost: number;
  readonly rowsSeen: number;
  /** Distinct webhook ids by job. */
  readonly hooks: Readonly<Record<string, readonly string[]>>;
  readonly key: { readonly spentUsd: number; readonly reservedUsd: number };
  readonly tookMs: number;
}

const TOKEN = "gateway-token-of-the-kills";
const LEASE_MS = 1_500;
const LANES = 12;

export async function playKills(play: KillPlay): Promise<KillFacts> {
  const startedMs = performance.now();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const hooks = await startHooks();
  let child: ReturnType<typeof spawn> | undefined;
  let output = "";
  const start = async (): Promise<void> => {
    child = spawn(play.node, ["--no-warnings", play.program, "--port", String(port), "--webhook-url", hooks.url], {
      env: {
        PATH: process.env["PATH"] ?? "",
        OPENCLAW_STATE_DIR: play.stateDir,
        OPENCLAW_GATEWAY_TOKEN: TOKEN,
        OPENROUTER_API_KEY: "sk-or-v1-any",
        OPENROUTER_BASE_URL: play.baseUrl,
        OPENCLAW_POLL_INTERVAL_MS: "100",
        OPENCLAW_SERVER_TICK_MS: "50",
        OPENCLAW_SERVER_LEASE_MS: String(LEASE_MS),
        ...(play.databaseUrl === undefined ? {} : { OPENCLAW_DATABASE_URL: play.databaseUrl }),
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    output = "";
    const heard = (text: Buffer): void => void (output = (output + text.toString()).slice(-4_000));
    child.stdout?.on("data", heard);
    child.stderr?.on("data", heard);
    const started = child;
    for (let tries = 0; tries < 600 && !output.includes('"listening"'); tries++) {
      if (started.exitCode !== null) throw new Error(`The server did not start:\n${output}`);
      await wait(20);
    }
  };
  const kill = async (): Promise<void> => {
    const dying = child;
    if (dying === undefined || dying.exitCode !== null) return;
    const gone = new Promise((resolve) => dying.once("exit", resolve));
    dying.kill("SIGKILL");
    await gone;
  };
  /** Asks until somebody answers: a client does not know why a connection broke. */
  const ask = async (path: string, init: RequestInit & { readonly headers?: Record<string, string> } = {}): Promise<Answer> => {
    for (;;) {
      try {
        const reply = await fetch(`${url}${path}`, { ...init, signal: AbortSignal.timeout(30_000) });
        return { status: reply.status, replayed: reply.headers.get("idempotency-replayed") === "true", text: await reply.text() };
      } catch {
        await wait(20 + play.random() * 30);
      }
    }
  };
  const operator = { authorization: `Bearer ${TOKEN}` };
  try {
    await start();
    const made = await ask("/admin/keys", { method: "POST", headers: { ...operator, "content-type": "application/json" }, body: JSON.stringify({ name: "k", budgetUsd: 1e6 }) });
    const { id: keyId, key } = JSON.parse(made.text) as { id: string; key: string };
    const own = { authorization: `Bearer ${key}`, "content-type": "application/json" };
    const buy = async (path: string, name: string, body: object): Promise<Answer> => {
      for (;;) {
        const answer = await ask(path, { method: "POST", headers: { ...own, "idempotency-key": name }, body: JSON.stringify(body) });
        const busy = answer.status === 409 && answer.text.includes("idempotency_in_flight");
        // 503: the state is not ready yet, or the server is going.
        if (!busy && answer.status !== 503) return answer;
        await wait(100);
      }
    };

    const answered = new Map<string, string>();
    const unknown: string[] = [];
    const jobIds = new Map<string, string>();
    let replayed = 0;
    let differing = 0;
    let done = false;
    const post = async (index: number): Promise<void> => {
      const name = `post-${index}`;
      const body = { model: "sandbox/guide", user: name, messages: [{ role: "user", content: name }] };
      const answer = await buy("/v1/chat/completions", name, body);
      if (answer.status === 409) unknown.push(name);
      else if (answer.status === 200) answered.set(name, answer.text);
      else throw new Error(`${name}: ${answer.status} ${answer.text}`);
      // A client that is not sure asks again, every now and then.
      if (answer.status !== 200 || play.random() > 0.2) return;
      const again = await buy("/v1/chat/completions", name, body);
      replayed++;
      if (again.text !== answer.text || !again.replayed) differing++;
    };
    const job = async (index: number): Promise<void> => {
      const name = `job-${index}`;
      const answer = await buy("/v1/videos", name, { model: "google/veo-3.1-fast", prompt: name, seconds: 4, user: name });
      const { id } = JSON.parse(answer.text) as { id?: string };
      if (id !== undefined) jobIds.set(name, id);
      else if (answer.text.includes("job_outcome_unknown")) unknown.push(name);
      else throw new Error(`${name}: ${answer.status} ${answer.text}`);
    };
    const work = [...Array.from({ length: play.posts }, (_, index) => () => post(index))];
    const every = Math.max(1, Math.floor(play.posts / Math.max(1, play.jobs)));
    for (let index = 0; index < play.jobs; index++) work.splice(Math.min(work.length, index * (every + 1)), 0, () => job(index));
    const lanes = Promise.all(
      Array.from({ length: LANES }, async () => {
        for (let next = work.shift(); next !== undefined; next = work.shift()) await next();
      }),
    );
    const seen = new Set<string>();
    const readRows = async (): Promise<readonly Row[]> => {
      const { text, status } = await ask("/admin/ledger.json", { headers: operator });
      return status === 200 ? readJson(text) : [];
    };
    const reading = (async () => {
      while (!done) {
        for (const row of await readRows()) seen.add(String(row.id));
        await wait(150);
      }
    })();
    const jobsEnded = async (): Promise<boolean> => {
      const list = (await ask("/v1/videos?limit=100", { headers: own })).text;
      const { data = [] } = JSON.parse(list) as { data?: readonly { status: string }[] };
      return data.every(({ status }) => status === "completed" || status === "failed");
    };
    let killed = 0;
    let over = false;
    void lanes.then(
      () => (over = true),
      () => (over = true),
    );
    const killing = (async () => {
      while (killed < play.kills) {
        // While clients buy, and once more while what they bought is made.
        await wait(play.random() * play.lifeMs);
        await kill();
        killed++;
        await start();
        if (over && (await jobsEnded())) break;
      }
    })();
    await Promise.all([lanes, killing]);
    // What was leased to the last one that died is free after its time.
    for (let tries = 0; tries < 400 && !(await jobsEnded()); tries++) await wait(100);
    for (let tries = 0; tries < 100; tries++) {
      if ([...jobIds.values()].every((id) => hooks.byJob[id] !== undefined)) break;
      await wait(50);
    }
    done = true;
    await reading;
    const rows = await readRows();
    const last = new Set(rows.map(({ id }) => String(id)));
    const jobs = [];
    for (const [prompt, id] of jobIds) {
      const video = JSON.parse((await ask(`/v1/videos/${id}`, { headers: own })).text) as { status: string; error?: { code: string } | null };
      const content = video.status === "completed" ? await ask(`/v1/videos/${id}/content`, { headers: own }) : undefined;
      const bytes = content?.status === 200 ? content.text.length : 0;
      jobs.push({ prompt, id, status: video.status, bytes, ...(video.error == null ? {} : { error: video.error.code }) });
    }
    const money = JSON.parse((await ask(`/admin/keys/${keyId}`, { headers: operator })).text) as { spentUsd: number; reservedUsd: number };
    return {
      kills: killed,
      posts: { answered: [...answered.keys()], unknown, replayed, differing },
      jobs,
      rows,
      rowsSeen: seen.size,
      rowsLost: [...seen].filter((id) => !last.has(id)).length,
      hooks: hooks.byJob,
      key: { spentUsd: money.spentUsd, reservedUsd: money.reservedUsd },
      tookMs: Math.round(performance.now() - startedMs),
    };
  } finally {
    await kill();
    hooks.close();
  }
}

interface Answer {
  readonly status: number;
  readonly replayed: boolean;
  readonly text: string;
}

interface Row {
  readonly id: string;
  readonly user?: string;
  readonly endpoint: string;
  readonly outcome: string;
  readonly costUsd?: number;
}

function readJson(text: string): readonly Row[] {
  const value = JSON.parse(text) as readonly Row[] | { readonly rows?: readonly Row[]; readonly data?: readonly Row[] };
  return Array.isArray(value) ? value : ((value as { rows?: readonly Row[] }).rows ?? (value as { data?: readonly Row[] }).data ?? []);
}

async function startHooks(): Promise<{ readonly url: string; readonly byJob: Record<string, string[]>; readonly close: () => void }> {
  const byJob: Record<string, string[]> = {};
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (piece: Buffer) => (body += piece.toString()));
    request.on("end", () => {
      const { data } = JSON.parse(body) as { data: { id: string } };
      const id = String(request.headers["webhook-id"]);
      const known = (byJob[data.id] ??= []);
      if (!known.includes(id)) known.push(id);
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = (): void => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, byJob, close };
}

async function freePort(): Promise<number> {
  const server = createSocketServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
