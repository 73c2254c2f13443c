import { describe, expect, it } from "vitest";
import { readPrice } from "./price.js";

// REF-3, trap 19
describe("a price", () => {
  it("is read from decimal and from exponent notation", () => {
    expect(readPrice({ prompt: "0.0000008", completion: "3.5e-6", input_cache_read: "2E-7" })).toEqual({
      promptUsd: 0.0000008,
      completionUsd: 0.0000035,
      cacheReadUsd: 0.0000002,
    });
  });

  it("that is negative is not known, and never a number to multiply", () => {
    expect(readPrice({ prompt: "-1", completion: "-1" })).toBeUndefined();
    expect(readPrice({ prompt: "-1000000", completion: "0.1" })).toEqual({ completionUsd: 0.1 });
  });

  it("of nothing is a price: the model is free", () => {
    expect(readPrice({ prompt: "0", completion: "0" })).toEqual({ promptUsd: 0, completionUsd: 0 });
  });

  it.each(["", "free", "NaN", "Infinity", " "])("%j is none", (text) => {
    expect(readPrice({ prompt: text })).toBeUndefined();
  });

  it("may be by the image, by the request or by the second alone", () => {
    expect(readPrice({ image: "0.04", discount: "0.5", unheard_of: "1" })).toEqual({ imageUsd: 0.04 });
  });
});
