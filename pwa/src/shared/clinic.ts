const record = (thing: unknown): Record<string, unknown> =>
  typeof thing === 'object' && thing !== null ? (thing as Record<string, unknown>) : {}

/** The clinic's number in a kept home, of whatever age and shape: the help page must never fail on it. */
export function clinicPhone(home: unknown): string | undefined {
  const { phone } = record(record(home)['program'])
  return typeof phone === 'string' && /\d/.test(phone) ? phone : undefined
}
