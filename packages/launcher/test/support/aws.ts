import { randomUUID } from "node:crypto";
import { DynamoDB } from "@aws-sdk/client-dynamodb";

/** A test never falls back to a real account. */
export function requireStack(): void {
  for (const name of ["AWS_ENDPOINT_URL", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION"]) {
    if (!process.env[name]) throw new Error(`${name} is not set: start the stack and evaluate its "env"`);
  }
}

/** A state table nobody else uses. */
export async function stateTable(): Promise<{
  dynamo: DynamoDB;
  table: string;
  remove: () => Promise<void>;
}> {
  requireStack();
  const dynamo = new DynamoDB({});
  const table = `launcher-test-${randomUUID()}`;
  await dynamo.createTable({
    TableName: table,
    BillingMode: "PAY_PER_REQUEST",
    KeySchema: [{ AttributeName: "Claim", KeyType: "HASH" }],
    AttributeDefinitions: [{ AttributeName: "Claim", AttributeType: "S" }],
  });
  return {
    dynamo,
    table,
    remove: async () => {
      await dynamo.deleteTable({ TableName: table });
      dynamo.destroy();
    },
  };
}
