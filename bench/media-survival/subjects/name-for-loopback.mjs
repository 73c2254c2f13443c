// Lets one public-looking name lead to this machine: the AI SDK's own download refuses loopback addresses, which is no fault of its.
import dns from "node:dns";

const { lookup } = dns;
dns.lookup = (host, options, callback) => {
  lookup(host === "openrouter.test" ? "127.0.0.1" : host, options, callback);
};
