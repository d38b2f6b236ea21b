/** Where an exercise leads back to: the check-in whose answer has offered it. Pure. */

const FORM = /^\/check-in(\/[\w-]+){0,2}$/

/** The exercise's address, with the way back. */
export const offeredIn = (skill: string, checkIn: string | undefined): string => (checkIn ? `${skill}?from=${encodeURIComponent(checkIn)}` : skill)

/** The path of a check-in, of what an address says; undefined for anything else. */
export const checkInOf = (from: string | undefined): string | undefined => (from && FORM.test(from) ? from : undefined)
