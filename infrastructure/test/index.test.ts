import { expect, it } from "@jest/globals";

it("is a room yet to be furnished", () => expect(true).toBe(true));
