/** What a column holds, in the words of the source's own record template. */
export type SourceType =
  | "uuid"
  | "boolean"
  | "string"
  | "text"
  | "user-input"
  | "timestamp"
  | "date"
  | "smallint"
  | "integer"
  | "bigint"
  | "numeric";

export interface SourceColumn {
  /** The header, as the source writes it. */
  readonly header: string;
  readonly type: SourceType;
}

/** The four vacancy collections. */
export type VacancyCollection = "bids" | "bid_employers" | "introductions" | "vacancies";

const column = (header: string, type: SourceType): SourceColumn => ({ header, type });

/** The vacancy module's collections with the columns of the real extracts, in their order. */
export const vacancyTemplate: Readonly<Record<VacancyCollection, readonly SourceColumn[]>> = {
  bids: [
    column("Bid ID", "uuid"),
    column("Has Intermediary", "boolean"),
    column("Intermediary Name", "string"),
    column("Intermediary Id", "string"),
    column("Created at", "timestamp"),
    column("Modified At", "timestamp"),
  ],
  bid_employers: [
    column("Bid Employer Id", "uuid"),
    column("Bid Id", "uuid"),
    column("Employer Id", "uuid"),
    column("Employer Name", "string"),
    column("Number of Roles", "smallint"),
    column("Created at", "timestamp"),
    column("Modified At", "timestamp"),
    column("Is Gateway?", "string"),
  ],
  introductions: [
    column("Introduction ID", "uuid"),
    column("Vacancy Id", "bigint"),
    column("Claimant Identifier", "uuid"),
    column("Created At", "timestamp"),
    column("Modified At", "timestamp"),
    column("Status", "text"),
    column("Anticipated Start Date", "date"),
    column("Start Date", "date"),
    column("End Date", "date"),
    column("End Reason", "string"),
  ],
  vacancies: [
    column("Vacancy Id", "bigint"),
    column("Bid Employer Id", "uuid"),
    column("Bid Id", "uuid"),
    column("Closing Date", "date"),
    column("End Date", "date"),
    column("Employability Support", "user-input"),
    column("Employer Job Reference", "text"),
    column("Employer Name", "string"),
    column("Hours per Week", "numeric"),
    column("Hourly Rate", "numeric"),
    column("Is Public Transport Available", "string"),
    column("Vacancy Level", "string"),
    column("Max Number of Applications", "integer"),
    column("Sector", "string"),
    column("Skills", "string"),
    column("Start Date", "date"),
    column("Title", "string"),
    column("Working Pattern", "string"),
    column("Location Address Line 1", "text"),
    column("Location Address Line 2", "text"),
    column("Location City", "string"),
    column("Location Postcode", "string"),
    column("Created At", "timestamp"),
    column("Modified At", "timestamp"),
    column("Number of Roles", "smallint"),
    column("Status", "string"),
    column("Work Type", "string"),
    column("Geography", "string"),
  ],
};

/** The collections' names, in the template's order. */
export const vacancyCollections: readonly VacancyCollection[] = [
  "bids",
  "bid_employers",
  "introductions",
  "vacancies",
];
