import type {
  GetItemCommandInput,
  GetItemCommandOutput,
  TransactWriteItemsCommandInput,
  TransactWriteItemsCommandOutput,
} from "@aws-sdk/client-dynamodb";

/** The subset of the SDK's `DynamoDB` client that claims need. */
export interface ClaimsDynamoPort {
  getItem(input: GetItemCommandInput): Promise<Pick<GetItemCommandOutput, "Item">>;
  transactWriteItems(input: TransactWriteItemsCommandInput): Promise<TransactWriteItemsCommandOutput>;
}
