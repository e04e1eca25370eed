import type { Note } from "./program.ts";

/** What is special about programs, by id. Few: each is a difference that has a reason. */
export const notes: Readonly<Record<string, Note>> = {};
