// The fakes that tests may stand on: the network edge, the clock, the disk and other processes. Nothing here imports a workspace package.
export { type FakeClock, fakeClock, settle } from "./fake-clock.js";
export type { FakeCall } from "./fake-call.js";
export { fakeFetch, type FakeFetch, type FakeRoutes } from "./fake-fetch.js";
export type { FakeReply, FakeReplyFunction } from "./fake-reply.js";
export { controlledStream, type ControlledStream } from "./controlled-stream.js";
export { listenLocally } from "./listen-locally.js";
export { expectNoSecrets, findSecrets, plantedSecrets, type PlantedSecrets } from "./planted-secrets.js";
export { proxiedOpenRouter, type ProxiedOpenRouter } from "./proxied-openrouter.js";
export { type ProcessOptions, type ProcessResult, runProcess, type RunningProcess, startProcess } from "./run-process.js";
export { seededRandom } from "./seeded-random.js";
export { joinBytes, type ByteSplit, splitBytes, type SplitBytesOptions } from "./split-bytes.js";
export { loadFixture, sseFixture, type SseFixtureOptions } from "./sse-fixture.js";
export { tempDir } from "./temp-dir.js";
export { INSTALLED_CONFIG, INSTALLED_MOVES } from "./installed-config.js";
