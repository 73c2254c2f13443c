// What core's Node transport uses of undici, taken from its files one by one: the whole package (fetch, caches, WebSockets, mocks) is three
// times as large, and is read and compiled before the first request is sent. CommonJS in a chunk of its own has no named exports either.
import connect from "undici/lib/api/api-connect.js";
import Agent from "undici/lib/dispatcher/agent.js";
import Dispatcher from "undici/lib/dispatcher/dispatcher.js";
import EnvHttpProxyAgent from "undici/lib/dispatcher/env-http-proxy-agent.js";
import Pool from "undici/lib/dispatcher/pool.js";

// As the package's index does with all of its methods: a tunnel through a proxy is opened with this one (NET-6).
Object.assign(Dispatcher.prototype, { connect });

export { Agent, EnvHttpProxyAgent, Pool };
