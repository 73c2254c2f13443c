/** A text and where it came from; positions in nodes are offsets into `text`. */
export interface SourceText {
  readonly file: string;
  readonly text: string;
}

interface Spanned {
  readonly source: SourceText;
  /** Offset of the first character. */
  readonly start: number;
  /** Offset after the last character. */
  readonly end: number;
}

export interface ScalarNode extends Spanned {
  readonly kind: "scalar";
  readonly value: string | number | boolean | null;
}

export interface ArrayNode extends Spanned {
  readonly kind: "array";
  readonly items: readonly SyntaxNode[];
}

export interface MemberNode {
  readonly key: string;
  readonly keyStart: number;
  readonly keyEnd: number;
  readonly value: SyntaxNode;
}

export interface ObjectNode extends Spanned {
  readonly kind: "object";
  readonly members: readonly MemberNode[];
  /** Of an object that was merged from several files: what one of them wrote twice, and is written once in `members`. */
  readonly repeated?: readonly MemberNode[];
}

/** A parsed value that still knows its place in the file, for messages, `explain` and edits that keep comments. */
export type SyntaxNode = ObjectNode | ArrayNode | ScalarNode;

/** The member of that name; the last one when a name is repeated, as JSON5 has it. */
export function findMember(node: ObjectNode, key: string): MemberNode | undefined {
  return node.members.findLast((member) => member.key === key);
}

/** The members whose name stands further up in the same object of the same file: the last of them counts. */
export function repeatedMembers(node: ObjectNode): readonly MemberNode[] {
  const again = node.members.filter((member, index) => node.members.findIndex(({ key }) => key === member.key) < index);
  return [...(node.repeated ?? []), ...again];
}
