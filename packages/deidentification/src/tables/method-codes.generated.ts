// Made by tools/generate-deidentification-tables.ts; do not edit. Sources and licences: NOTICE.md.

/** CID 7050 De-identification Method, coding scheme DCM. A row: code value, code meaning. */
export const methodCodeRows = `113100 Basic Application Confidentiality Profile
113101 Clean Pixel Data Option
113102 Clean Recognizable Visual Features Option
113103 Clean Graphics Option
113104 Clean Structured Content Option
113105 Clean Descriptors Option
113106 Retain Longitudinal Temporal Information Full Dates Option
113107 Retain Longitudinal Temporal Information Modified Dates Option
113108 Retain Patient Characteristics Option
113109 Retain Device Identity Option
113110 Retain UIDs Option
113111 Retain Safe Private Option
113112 Retain Institution Identity Option`;
