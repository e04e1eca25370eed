type Words = readonly [string, ...string[]];

const status: Words = ["OPEN", "CLOSED", "PAUSED", "FILLED"];

/** What the columns with a small vocabulary say, by header. */
export const vocabulary: Readonly<Record<string, Words>> = {
  "Intermediary Name": [
    "Northern Gateway Ltd",
    "Chamber of Commerce",
    "Groundwork Trust",
    "Youth Futures CIC",
  ],
  "Intermediary Id": ["007", "0042", "G-1001", "000123", "GW/17"],
  "Employer Name": ["Acme Widgets Ltd", "Blue Door Bakery", "Canal Street Garage", "Dovecote Care Homes"],
  "Is Gateway?": ["Yes", "No", "Pending"],
  Status: status,
  "End Reason": ["Completed", "Left early", "Found other work"],
  "Employability Support": [
    "Weekly mentoring and CV workshops",
    "Induction and buddy scheme",
    "On the job coaching",
  ],
  "Employer Job Reference": ["000123", "REF-0001", "A/17/2026", "0099"],
  "Is Public Transport Available": ["Yes", "No"],
  "Vacancy Level": ["Entry", "Intermediate"],
  Sector: ["Retail", "Care", "Construction", "Hospitality, Leisure and Tourism"],
  Skills: ["Teamwork, timekeeping", "IT basics", "Customer service, numeracy"],
  Title: ["Warehouse Assistant", "Care Assistant", "Trainee Baker", "Junior Web Developer"],
  "Working Pattern": ["Mon-Fri 9-5", "Shifts", "Weekends only"],
  "Location Address Line 1": ["1 High Street", "Unit 7, Canal Works", "The Old Mill"],
  "Location Address Line 2": ["Business Park", "Floor 2"],
  "Location City": ["Leeds", "Caerdydd", "Dùn Èideann", "London"],
  "Location Postcode": ["LS1 4AP", "CF10 1EP", "EH1 1YZ", "SW1A 1AA"],
  "Work Type": ["Permanent", "Temporary"],
  Geography: ["North", "South", "Wales", "Scotland"],
};
