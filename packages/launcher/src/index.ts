export {
  ClaimLostError,
  ClaimsTableError,
  type ClaimsTableErrorCode,
  LauncherError,
  type LauncherErrorCode,
} from "./errors.ts";
export type { Claim, ClaimState, Reservation } from "./once/claim.ts";
export type { Claims } from "./once/claims.ts";
export { DynamoClaims, type DynamoClaimsOptions } from "./once/dynamo-claims.ts";
export type { ClaimsDynamoPort } from "./once/dynamo-port.ts";
