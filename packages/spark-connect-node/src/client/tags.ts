import { InvalidArgumentError } from "../errors.ts";

/** @throws InvalidArgumentError for a tag that the server would refuse. */
export function checkTag(tag: string): string {
  if (tag === "") throw new InvalidArgumentError("A tag must not be empty");
  if (tag.includes(",")) throw new InvalidArgumentError(`A tag must not contain a comma: "${tag}"`);
  return tag;
}
