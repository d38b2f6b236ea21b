/** The page on which a session is marked. */
export const attendanceAt = (occurrence: string): string => `/attendance/${encodeURIComponent(occurrence)}`
