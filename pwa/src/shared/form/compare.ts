import type { Single } from './questionnaire'

/** Numbers with numbers, dates and other texts (year first) with texts; anything else does not compare. */
export function compares(one: Single, operator: string, other: Single): boolean {
  if (operator === '=') return one === other
  if (typeof one !== typeof other || typeof one === 'boolean') return false
  switch (operator) {
    case '>':
      return one > other
    case '>=':
      return one >= other
    case '<':
      return one < other
    case '<=':
      return one <= other
    default:
      return false
  }
}
