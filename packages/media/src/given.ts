type Given<Record> = { [Key in keyof Record]?: Exclude<Record[Key], undefined> };

/** The same object without its `undefined` properties: what was not given is left out, not set (and never reaches the wire). */
export function given<Input extends object>(input: Input): Given<Input> {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)) as Given<Input>;
}
