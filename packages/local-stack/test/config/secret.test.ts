import { describe, expect, it } from "@jest/globals";
import { jobSecret } from "../../src/config/secret.ts";

describe("the job's secret", () => {
  it("names the collections, the bucket, and a type for every column that the job knows", () => {
    expect(jobSecret()).toMatchObject({
      collections: { vacancy: ["bids", "bid_employers", "introductions", "vacancies"] },
      src_bucket_names: { vacancy: "dataworks-kickstart-source" },
      initial_spark_schema: {
        vacancy: {
          bid_employers: { bid_employer_id: "string", number_of_roles: "integer", is_gateway: "string" },
          introductions: { vacancy_id: "bigint", status: "text", start_date: "timestamp" },
          vacancies: { hours_per_week: "decimal", employability_support: "text" },
        },
      },
    });
  });
});
