// The entries that may use Node, as a Node project sees them.
export type * as ConfigOnNode from "@openclaw/config/node";
export type * as CoreInternalOnNode from "@openclaw/core/internal/node";
export type * as CoreOnNode from "@openclaw/core/node";
export type * as MediaOnNode from "@openclaw/media/node";
export type * as Sandbox from "@openclaw/sandbox";
