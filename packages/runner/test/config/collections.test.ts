import { describe, expect, it } from "@jest/globals";
import { moduleCollections } from "../../src/config/collections.ts";
import { parseConfig } from "../../src/config/load-config.ts";
import { exitCodeOf } from "../../src/errors.ts";
import { moduleNamed } from "../../src/modules/kickstart.ts";

const vacancy = moduleNamed("vacancy");
const secret = { collections: ["bids", "Vacancies"], sourceBucket: "source", initialSchemas: new Map() };

const config = (modules: object = {}) =>
  parseConfig(
    "adg.json",
    JSON.stringify({
      environment: "local",
      audit: { table: "audit" },
      secretName: "s",
      published: { bucket: "published" },
      roles: { cluster: "arn:aws:iam::123456789012:role/a", source: "arn:aws:iam::123456789012:role/b" },
      modules,
    }),
  );

describe("moduleCollections", () => {
  it("joins the secret's names, the module's keys and the defaults", () => {
    expect(moduleCollections(vacancy, config(), secret, false)).toEqual([
      expect.objectContaining({
        name: "bids",
        bucket: "source",
        prefix: "{date}_{collection}",
        select: "latest",
        extract: "full",
        allowEmpty: false,
        maxBadRows: 0,
        pii: false,
      }),
      expect.objectContaining({ name: "Vacancies" }),
    ]);
  });

  it("lets a collection's options win over the module's defaults, one by one", () => {
    const modules = {
      vacancy: {
        defaults: { maxBadRows: 5, extract: "delta", csv: { delimiter: ";", quote: "'" } },
        collections: { bids: { maxBadRows: 1, select: "latest", csv: { quote: '"' } } },
      },
    };
    const [bids, vacancies] = moduleCollections(vacancy, config(modules), secret, false);
    expect(bids).toMatchObject({
      maxBadRows: 1,
      select: "latest",
      extract: "delta",
      allowEmpty: true,
      csv: { delimiter: ";", quote: '"' },
    });
    expect(vacancies).toMatchObject({ maxBadRows: 5, select: "all", csv: { delimiter: ";", quote: "'" } });
  });

  it.each([[true], [["full_name"]]])("takes what is personal data: %j", (pii) => {
    const [bids, vacancies] = moduleCollections(
      vacancy,
      config({ vacancy: { collections: { bids: { pii } } } }),
      secret,
      false,
    );
    expect([bids?.pii, vacancies?.pii]).toEqual([pii, false]);
  });

  it("reads the E2E folder of the Output bucket when told so", () => {
    const modules = {
      vacancy: { collections: { bids: { pattern: "{date}_bids_a\\.csv|{date}_bids_b\\.csv" } } },
    };
    const [bids, vacancies] = moduleCollections(vacancy, config(modules), secret, true);
    expect(vacancies).toMatchObject({
      bucket: "published",
      prefix: "kickstart-e2e-tests/{date}_{collection}",
    });
    expect(bids).toMatchObject({
      bucket: "published",
      prefix: "kickstart-e2e-tests/",
      pattern: "kickstart-e2e-tests\\/(?:{date}_bids_a\\.csv|{date}_bids_b\\.csv)",
    });
  });

  it.each([
    [{ ...secret, collections: ["bids; DROP TABLE x"] }, {}, "may only hold letters, digits and underscores"],
    [
      { ...secret, collections: ["bids", "BIDS"] },
      {},
      "names the collections bids and BIDS for vacancy: both are the table bids",
    ],
    [
      secret,
      { vacancy: { collections: { bidz: {} } } },
      "has options for bidz under modules.vacancy.collections",
    ],
    [secret, { vacancy: { defaults: { csv: { delimiter: '"' } } } }, "which is also its quote"],
    [secret, { vacancy: { defaults: { pii: "by fields" } } }, "set pii to true, false or a list of columns"],
    [secret, { vacancy: { collections: { bids: { pattern: "{date}(" } } } }, "is no regular expression"],
  ])("refuses before anything starts, exit 2 %#", (named, modules, message) => {
    const act = (): unknown => moduleCollections(vacancy, config(modules), named, false);
    expect(act).toThrow(message);
    try {
      act();
    } catch (error) {
      expect(exitCodeOf(error)).toBe(2);
    }
  });
});
