/** What a column of a JSON collection holds, in the words of the source's record template, and of what it leaves out. */
export type JsonType =
  | "uuid"
  | "string"
  | "text"
  | "varchar"
  | "timestamp"
  | "date"
  | "smallint"
  | "integer"
  | "bigint"
  | "boolean"
  /** One of a few texts. */
  | "choice"
  /** A number with a fraction, written in whatever form. */
  | "amount"
  /** Nested: a struct, an array of structs, an array of texts. */
  | "address"
  | "contacts"
  | "sectors";

export interface JsonColumn {
  /** The member's name in a record, as the source writes it. */
  readonly field: string;
  readonly type: JsonType;
  /** Whether the source marks it as personal. */
  readonly pii: boolean;
  /** For type `choice`. */
  readonly choices?: readonly [string, ...string[]];
}

/** The modules whose extracts are encrypted JSON. */
export type JsonModule = "application" | "payment";

export type JsonCollection =
  | "grant_applications"
  | "supplier"
  | "employee"
  | "payment"
  | "task"
  | "role"
  | "user_detail";

const column = (field: string, type: JsonType): JsonColumn => ({ field, type, pii: false });
const personal = (field: string, type: JsonType): JsonColumn => ({ field, type, pii: true });
const choice = (field: string, ...choices: readonly [string, ...string[]]): JsonColumn => ({
  field,
  type: "choice",
  pii: false,
  choices,
});

const outcomes = [
  "Approved",
  "Partially approved",
  "Rejected",
  "Requires Higher DFA",
  "Additional info needed - external",
  "Additional info needed - internal",
  "Returned - Spotlight rework action",
  "Returned - multiple application",
  "Withdrawn",
] as const;

/** The collections of each module, in the template's order. */
export const jsonModules: Readonly<Record<JsonModule, readonly JsonCollection[]>> = {
  application: ["grant_applications"],
  payment: ["supplier", "employee", "payment", "task", "role", "user_detail"],
};

/** The columns of the first day's extracts, in their order. `id` identifies a record of any collection. */
export const jsonTemplate: Readonly<Record<JsonCollection, readonly JsonColumn[]>> = {
  grant_applications: [
    column("id", "uuid"),
    column("employerReferenceNumber", "uuid"),
    column("fullReferenceNumber", "uuid"),
    choice("applicationType", "EMPLOYER", "GATEWAY"),
    personal("organisationName", "string"),
    personal("addressLine1", "text"),
    personal("addressLine2", "text"),
    personal("town", "string"),
    personal("county", "string"),
    personal("postcode", "string"),
    column("numberOfPaidEmployees", "integer"),
    personal("employersRepresented", "string"),
    personal("roles", "string"),
    personal("justForKickstart", "string"),
    personal("employabilitySupport", "string"),
    personal("contactNotes", "string"),
    personal("typeOfWork", "string"),
    personal("timekeepingAttendance", "string"),
    personal("teamworkCommunication", "string"),
    personal("training", "string"),
    personal("jobProspects", "bigint"),
    personal("companiesHouseNumber", "bigint"),
    personal("charityRegistrationNumber", "bigint"),
    personal("fullName", "string"),
    personal("email", "string"),
    personal("telephoneNumber", "bigint"),
    column("numberOfJobPlacementsAppliedFor", "integer"),
    column("dateApplicationFormReceived", "timestamp"),
    column("expectedDateOfDecision", "timestamp"),
    column("linkedReference", "string"),
    choice("tier", "MAIN", "ADDITIONAL"),
    choice("sentForSpotlightCheck", "YES", "NO", "N/A"),
    column("spotlightCheckApproved", "boolean"),
    choice("spotlightRejectionReason", "YES_ON", "NO_ON", "N/A"),
    column("dateWorkStartedOnApplication", "timestamp"),
    column("assessmentCriteriaApproved", "boolean"),
    column("contactMadeWithEmployer", "boolean"),
    column("dateSentForReWork", "timestamp"),
    choice("rejectionReason", "SPOTLIGHT_YES_TRACE", "SPOTLIGHT_NO_TRACE", "N/A"),
    choice("recommendedDecision", "APPROVED", "REJECT", "PENDING"),
    column("dateApplicationSentToDecisionBoardSecretariat", "timestamp"),
    column("dateOfDecisionBoard", "timestamp"),
    column("numberOfPlacementsApprovedForGrantAgreement", "integer"),
    choice("approvalBoardOutcome", ...outcomes),
    column("dateOfSecondApprovalBoard", "timestamp"),
    choice("secondApprovalBoardOutcome", ...outcomes),
    choice("higherDFADecision", "APPROVED", "REJECTED"),
    column("cumulativeNumberOfApprovedVacancies", "integer"),
    column("dfaRejectionReason", "string"),
    column("batchNumberIfPendingApproval", "uuid"),
    column("dateDecisionEmailSent", "timestamp"),
    column("dateAwardLetterSent", "timestamp"),
    column("dateGrantAgreementSent", "timestamp"),
    column("dateVacancyTemplateIssued", "timestamp"),
    column("dateGrantAgreementReceived", "timestamp"),
    column("dateUpdatedTemplatesSent", "timestamp"),
    column("dateScheduleSentToPaymentsTeam", "timestamp"),
    column("daysSinceGrantAgreementSent", "smallint"),
    column("assignedUser", "string"),
    column("version", "smallint"),
    column("theVersion", "smallint"),
    column("continueWithApplication", "string"),
    column("created", "timestamp"),
    column("lastUpdated", "timestamp"),
    // Beyond the source's template, which knows neither nested values nor fractions:
    personal("siteAddress", "address"),
    personal("contacts", "contacts"),
    column("preferredSectors", "sectors"),
    personal("amountClaimed", "amount"),
  ],
  supplier: [
    column("id", "uuid"),
    column("payee_name", "varchar"),
    column("supplier_number", "bigint"),
    column("invoice_number", "bigint"),
    column("site_name", "varchar"),
    column("application_id", "varchar"),
    column("organisation_name", "varchar"),
    column("created_date", "date"),
    column("updated_date", "integer"),
    column("version", "integer"),
  ],
  employee: [
    column("nino_hash", "bigint"),
    column("status_change_date", "timestamp"),
    column("anticipated_start_date", "timestamp"),
    column("claimant_id", "varchar"),
    column("gateway_contact_name", "varchar"),
    column("vacancy_holder_contact_name", "varchar"),
    column("id", "uuid"),
    personal("gateway_email", "varchar"),
    personal("full_name", "varchar"),
    column("gateway_is_employer", "varchar"),
    column("employer_name", "varchar"),
    column("introduction_id", "varchar"),
    column("gateway", "varchar"),
    column("supplier_id", "varchar"),
    column("version", "integer"),
    column("employer_phone_number", "varchar"),
    column("employer_contact_name", "varchar"),
    column("gateway_name", "varchar"),
    personal("date_of_birth", "timestamp"),
    personal("nino", "timestamp"),
    column("application_id", "varchar"),
    column("next_payment_due_date", "timestamp"),
    column("task_status", "varchar"),
    column("vacancy_holder_phone_number", "bigint"),
    column("actual_start_date", "timestamp"),
    column("employer", "varchar"),
    column("actual_placement_end_date", "timestamp"),
    column("created_date", "timestamp"),
    column("placement_status", "varchar"),
    personal("vacancy_holder_email", "varchar"),
    column("planned_placement_end_date", "timestamp"),
    personal("employer_email", "varchar"),
    column("gateway_phone_number", "varchar"),
    column("updated_date", "timestamp"),
  ],
  payment: [
    column("payment_number", "bigint"),
    column("application_id", "varchar"),
    column("id", "uuid"),
    column("invoice_number_text", "varchar"),
    column("gateway", "varchar"),
    column("supplier_id", "uuid"),
    column("end_date", "timestamp"),
    column("invoice_date", "timestamp"),
    column("batch_id", "uuid"),
    column("invoice_amount", "integer"),
    column("rti_difference", "integer"),
    column("sent_date", "timestamp"),
    column("due_date", "timestamp"),
    column("introduction_id", "varchar"),
    column("supplier_number", "bigint"),
    column("status", "varchar"),
    column("bacs_reference", "varchar"),
    column("employee_id", "uuid"),
    column("invoice_number", "bigint"),
    column("confirmed_start_date", "timestamp"),
    column("rti_actual_amount", "integer"),
    column("rti_end_date", "timestamp"),
    column("rti_start_date", "timestamp"),
    column("version", "integer"),
    column("rti_check", "boolean"),
    column("updated_date", "timestamp"),
  ],
  task: [
    column("service_key", "varchar"),
    column("name", "varchar"),
    column("completed_date", "boolean"),
    column("metadata_hash", "bigint"),
    column("task_type", "varchar"),
    column("version", "integer"),
    column("description", "varchar"),
    column("created_date", "uuid"),
    column("id", "uuid"),
    column("user_detail_id", "uuid"),
    column("assigned_date", "timestamp"),
    column("due_date", "timestamp"),
    column("updated_date", "timestamp"),
  ],
  role: [
    column("id", "uuid"),
    column("name", "string"),
    column("task_id", "uuid"),
    column("version", "integer"),
  ],
  user_detail: [
    column("id", "uuid"),
    column("last_accessed", "timestamp"),
    column("name", "string"),
    column("task_id", "uuid"),
    column("user_reference", "string"),
    column("user_reference_hash", "bigint"),
    column("version", "integer"),
  ],
};
