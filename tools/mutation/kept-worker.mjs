// Stryker runs the tests anew for every change, and vitest starts a thread for every file of every run, which takes longer than the tests.
// This pool keeps one thread for many of them. Files stay apart: each evaluates its modules afresh.
import { ThreadsPoolWorker } from "vitest/node";

const NAME = "kept";
// A thread grows a little with every file.
const FILES_PER_THREAD = 200;

let kept;
let files = 0;

class KeptWorker extends ThreadsPoolWorker {
  name = NAME;
  #listeners = [];
  #config;

  on(event, callback) {
    this.#listeners.push([event, callback]);
    super.on(event, callback);
  }

  off(event, callback) {
    this.#listeners = this.#listeners.filter(([name, one]) => name !== event || one !== callback);
    super.off(event, callback);
  }

  async start() {
    this._thread = kept;
    await super.start();
    this._thread.setMaxListeners(0);
  }

  // The thread is started once; afterwards it only hears what to run, under the settings of that run.
  send(message) {
    if (message.type === "start") {
      this.#config = message.context.config;
      if (kept !== undefined) return this.#answer("started");
      kept = this._thread;
    }
    if (message.type === "stop") return this.#answer("stopped");
    if (message.type === "run") return super.send({ ...message, context: { ...message.context, config: this.#config } });
    return super.send(message);
  }

  async stop() {
    files += 1;
    for (const [event, callback] of this.#listeners) super.off(event, callback);
    if (files >= FILES_PER_THREAD) {
      kept = undefined;
      files = 0;
      return super.stop();
    }
    this._thread.stdout.unpipe(this.stdout);
    this._thread.stderr.unpipe(this.stderr);
  }

  #answer(type) {
    const heard = this.#listeners.filter(([event]) => event === "message");
    setImmediate(() => {
      for (const [, callback] of heard) callback({ type, __vitest_worker_response__: true });
    });
  }
}

/** A plugin for vitest's configuration: takes the place of the pool that was asked for. */
export const keptWorker = {
  name: "kept-worker",
  configureVitest({ vitest, project }) {
    vitest.onClose(() => kept?.terminate());
    project.config.pool = NAME;
    project.config.poolRunner = { name: NAME, createPoolWorker: (options) => new KeptWorker(options) };
  },
};
