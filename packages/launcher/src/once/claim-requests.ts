import type { GetItemCommandInput, TransactWriteItemsCommandInput } from "@aws-sdk/client-dynamodb";
import { type Claim, secondsAt } from "./claim.ts";

/** Takes every key that is free, expired or left behind; refused by the table, not by us, when one is not. */
export function reserveRequest(
  table: string,
  claim: Claim,
  now: Date,
  keepMs: number,
): TransactWriteItemsCommandInput {
  return {
    TransactItems: claim.keys.map((key) => ({
      Put: {
        TableName: table,
        Item: {
          Claim: { S: key },
          Owner: { S: claim.owner },
          Token: { S: claim.token },
          Status: { S: "Held" },
          Claimed_At: { S: now.toISOString() },
          Lease_Until: { N: String(secondsAt(claim.until)) },
          Expires_At: { N: String(secondsAt(now, keepMs)) },
        },
        ConditionExpression:
          "attribute_not_exists(#claim) OR #expires <= :now OR (#status = :held AND #lease <= :now)",
        ExpressionAttributeNames: {
          "#claim": "Claim",
          "#expires": "Expires_At",
          "#status": "Status",
          "#lease": "Lease_Until",
        },
        ExpressionAttributeValues: {
          ":now": { N: String(Math.floor(now.getTime() / 1000)) },
          ":held": { S: "Held" },
        },
      },
    })),
  };
}

/** Says what came of it, for every key that is still ours. A claim whose lease ran out and that nobody took is ours. */
export function completeRequest(
  table: string,
  claim: Claim,
  result: string,
  now: Date,
  keepMs: number,
): TransactWriteItemsCommandInput {
  return {
    TransactItems: claim.keys.map((key) => ({
      Update: {
        TableName: table,
        Key: { Claim: { S: key } },
        UpdateExpression: "SET #status = :completed, #result = :result, #expires = :expires REMOVE #lease",
        ConditionExpression: "#token = :token",
        ExpressionAttributeNames: {
          "#token": "Token",
          "#status": "Status",
          "#result": "Result",
          "#expires": "Expires_At",
          "#lease": "Lease_Until",
        },
        ExpressionAttributeValues: {
          ":token": { S: claim.token },
          ":completed": { S: "Completed" },
          ":result": { S: result },
          ":expires": { N: String(secondsAt(now, keepMs)) },
        },
      },
    })),
  };
}

/** Gives back every key, where nothing has happened yet. What was completed stays. */
export function releaseRequest(table: string, claim: Claim): TransactWriteItemsCommandInput {
  return {
    TransactItems: claim.keys.map((key) => ({
      Delete: {
        TableName: table,
        Key: { Claim: { S: key } },
        ConditionExpression: "#token = :token AND #status = :held",
        ExpressionAttributeNames: { "#token": "Token", "#status": "Status" },
        ExpressionAttributeValues: { ":token": { S: claim.token }, ":held": { S: "Held" } },
      },
    })),
  };
}

/** Reads one key as it is now. */
export function lookRequest(table: string, key: string): GetItemCommandInput {
  return { TableName: table, Key: { Claim: { S: key } }, ConsistentRead: true };
}
