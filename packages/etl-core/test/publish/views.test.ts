import { describe, expect, it } from "@jest/globals";
import { type View, viewsOfTable } from "../../src/publish/views.ts";

function view(table: string, text: string): View {
  return { database: "db", table, text, hasStruct: true };
}

describe("viewsOfTable", () => {
  const views = [
    view("direct", "SELECT st FROM db.Bids"),
    view("quoted", "SELECT st FROM `db`.`bids` b"),
    view("of_view", "SELECT * FROM quoted"),
    view("of_another", "SELECT * FROM db.bids_archive"),
    view("itself", "SELECT 1 AS itself"),
  ];

  it("finds those that name it, and views of these", () => {
    const found = viewsOfTable(views, { database: "db", table: "bids" });
    expect(found.map(({ table }) => table)).toEqual(["direct", "quoted", "of_view"]);
  });
});
