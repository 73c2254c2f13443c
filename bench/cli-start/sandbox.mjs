// The sandbox in a process of its own: it is heavy, and what is measured must not share a process with it.
import { createSandbox } from "@openclaw/sandbox";

const { url } = await createSandbox({ requireKey: false, media: "in-process" });
console.log(url);
