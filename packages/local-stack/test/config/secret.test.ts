import { describe, expect, it } from "@jest/globals";
import { jobSecret } from "../../src/config/secret.ts";

describe("the job's secret", () => {
  it("names the collections, the bucket, and a type for every column that the job knows", () => {
    expect(jobSecret()).toMatchObject({
      collections: {
        vacancy: ["bids", "bid_employers", "introductions", "vacancies"],
        application: ["grant_applications"],
        payment: ["supplier", "employee", "payment", "task", "role", "user_detail"],
      },
      src_bucket_names: {
        vacancy: "dataworks-kickstart-source",
        application: "dataworks-kickstart-source",
        payment: "dataworks-kickstart-source",
      },
      initial_spark_schema: {
        vacancy: {
          bid_employers: { bid_employer_id: "string", number_of_roles: "integer", is_gateway: "string" },
          introductions: { vacancy_id: "bigint", status: "text", start_date: "timestamp" },
          vacancies: { hours_per_week: "decimal", employability_support: "text" },
        },
        application: {
          grant_applications: {
            id: "string",
            rejection_reason: "string",
            job_prospects: "bigint",
            version: "integer",
            amount_claimed: "double",
            created: "timestamp",
          },
        },
        payment: { supplier: { created_date: "timestamp", payee_name: "string" } },
      },
    });
  });

  it("names no type for nested columns", () => {
    expect(jobSecret()).not.toHaveProperty(
      "initial_spark_schema.application.grant_applications.site_address",
    );
  });
});
