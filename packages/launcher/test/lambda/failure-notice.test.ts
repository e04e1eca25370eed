import { expect, it } from "@jest/globals";
import { InvalidPayloadError } from "../../src/index.ts";
import { failureNotice } from "../../src/lambda/failure-notice.ts";

it("the notice of a payload that is wrong in thousands of places is still one that SNS takes", () => {
  const error = new InvalidPayloadError(
    "",
    Array.from({ length: 20_000 }, (_, i) => `x${i}: is not known`),
  );
  const notice = failureNotice("qa", { error, message: "m" }, new Date());
  expect(notice.detail.error).toContain("x0: is not known");
  expect(Buffer.byteLength(JSON.stringify(notice))).toBeLessThan(100_000);
});
