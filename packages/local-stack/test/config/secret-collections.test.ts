import { describe, expect, it } from "@jest/globals";
import { jobSecret } from "../../src/config/secret.ts";
import { StackError } from "../../src/errors.ts";
import { withCollections } from "../../src/source-bucket/secret-collections.ts";

describe("withCollections", () => {
  it("changes the list of vacancy's collections", () => {
    const changed = withCollections(JSON.stringify(jobSecret()), (names) => [...names.slice(2), "people"]);
    expect(JSON.parse(changed)).toEqual({
      ...jobSecret(),
      collections: {
        ...(jobSecret() as { collections: object }).collections,
        vacancy: ["introductions", "vacancies", "people"],
      },
    });
  });

  it("leaves everything else as it is, the order of columns too", () => {
    const rest =
      '"initial_spark_schema": {"vacancy": {"bids": {"b": "text", "2024": "integer", "$&": "text"}}}';
    const secret = `{ "collections" : {"vacancy" : [ "bids" ], "payment": []}, ${rest}}`;
    expect(withCollections(secret, (names) => [...names, "people"])).toBe(
      `{ "collections" : {"vacancy" : ["bids","people"], "payment": []}, ${rest}}`,
    );
  });

  it("refuses a secret without such a list", () => {
    expect(() => withCollections("{}", (names) => names)).toThrow(StackError);
  });
});
