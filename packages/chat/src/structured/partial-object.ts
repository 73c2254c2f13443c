/** A value of which parts may not be there yet. */
export type PartialObject<Value> = Value extends readonly (infer Item)[]
  ? readonly PartialObject<Item>[]
  : Value extends object
    ? { readonly [Key in keyof Value]?: PartialObject<Value[Key]> }
    : Value;
