type Words = readonly [string, ...string[]];

const people: Words = ["Ada Byrne", "Siân O'Neill", "Zoë Müller-Kaya", "Ngozi Okafor"];
const companies: Words = [
  "Acme Widgets Ltd",
  "Blue Door Bakery",
  "Canal Street Garage",
  "Dovecote Care Homes",
];
const mails: Words = ["jobs@example.org", "a.byrne@example.com", "kick+start@example.net"];
const telephones: Words = ["01632960123", "0113 496 0000", "+44 20 7946 0958"];
const prose: Words = [
  "Weekly mentoring and CV workshops",
  "Induction and buddy scheme",
  "On the job coaching",
];

/** What the text columns of the JSON collections say, by field. */
export const jsonVocabulary: Readonly<Record<string, Words>> = {
  organisationName: companies,
  organisation_name: companies,
  payee_name: companies,
  employer: companies,
  employer_name: companies,
  employersRepresented: companies,
  gateway: ["Northern Gateway Ltd", "Chamber of Commerce"],
  gateway_name: ["Northern Gateway Ltd", "Chamber of Commerce"],
  addressLine1: ["1 High Street", "Unit 7, Canal Works", "The Old Mill"],
  addressLine2: ["Business Park", "Floor 2"],
  site_name: ["Head office", "Depot 2"],
  town: ["Leeds", "Caerdydd", "Dùn Èideann", "London"],
  county: ["West Yorkshire", "Gwynedd", "Midlothian"],
  postcode: ["LS1 4AP", "CF10 1EP", "EH1 1YZ", "SW1A 1AA"],
  email: mails,
  gateway_email: mails,
  employer_email: mails,
  vacancy_holder_email: mails,
  employer_phone_number: telephones,
  gateway_phone_number: telephones,
  fullName: people,
  full_name: people,
  name: people,
  assignedUser: people,
  employer_contact_name: people,
  gateway_contact_name: people,
  vacancy_holder_contact_name: people,
  employabilitySupport: prose,
  contactNotes: prose,
  training: prose,
  description: prose,
  gateway_is_employer: ["true", "false"],
  application_id: ["007", "A-1001", "000123"],
  introduction_id: ["007", "I-2002", "4000000001"],
  status: ["OPEN", "PAID", "ON HOLD"],
  task_status: ["OPEN", "DONE"],
  placement_status: ["STARTED", "ENDED"],
  bacs_reference: ["000123", "BACS-77"],
  invoice_number_text: ["0001", "INV/2026/12"],
};
