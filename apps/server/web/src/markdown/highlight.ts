import { createLowlight } from "lowlight";
import { textsOf } from "../api/read.js";
import bash from "highlight.js/lib/languages/bash";
import c from "highlight.js/lib/languages/c";
import cpp from "highlight.js/lib/languages/cpp";
import csharp from "highlight.js/lib/languages/csharp";
import css from "highlight.js/lib/languages/css";
import diff from "highlight.js/lib/languages/diff";
import go from "highlight.js/lib/languages/go";
import java from "highlight.js/lib/languages/java";
import javascript from "highlight.js/lib/languages/javascript";
import json from "highlight.js/lib/languages/json";
import kotlin from "highlight.js/lib/languages/kotlin";
import markdown from "highlight.js/lib/languages/markdown";
import php from "highlight.js/lib/languages/php";
import python from "highlight.js/lib/languages/python";
import ruby from "highlight.js/lib/languages/ruby";
import rust from "highlight.js/lib/languages/rust";
import sql from "highlight.js/lib/languages/sql";
import swift from "highlight.js/lib/languages/swift";
import typescript from "highlight.js/lib/languages/typescript";
import xml from "highlight.js/lib/languages/xml";
import yaml from "highlight.js/lib/languages/yaml";

/** The chunk with the languages, loaded when the first code block is there. */
const lowlight = createLowlight({
  bash,
  c,
  cpp,
  csharp,
  css,
  diff,
  go,
  java,
  javascript,
  json,
  kotlin,
  markdown,
  php,
  python,
  ruby,
  rust,
  sql,
  swift,
  typescript,
  xml,
  yaml,
});

/** A coloured piece of code. */
export type Colored = string | { readonly kind: string; readonly children: readonly Colored[] };

/** Colours a code in a language by name or alias; `undefined` for a language that is not known here. */
export function highlight(text: string, language: string): readonly Colored[] | undefined {
  if (!lowlight.registered(language)) return undefined;
  return lowlight.highlight(language, text).children.map(colored);
}

type Node = ReturnType<typeof lowlight.highlight>["children"][number];

function colored(node: Node): Colored {
  if (node.type === "text") return node.value;
  if (node.type !== "element") return "";
  const names = node.properties["className"];
  const kind = textsOf(names)
    .map((name) => name.replace(/^hljs-/, ""))
    .join(" ");
  return { kind, children: node.children.map((child) => colored(child as Node)) };
}
