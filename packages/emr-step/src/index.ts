/** The room's version; its doors come with its furniture. */
export const VERSION = "0.1.0";
