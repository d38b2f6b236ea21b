export type PartOfDay = 'night' | 'morning' | 'afternoon' | 'evening'

/** `hour` is that of the person's clocks, 0 to 23. */
export function partOfDay(hour: number): PartOfDay {
  if (hour < 5) return 'night'
  if (hour < 12) return 'morning'
  return hour < 17 ? 'afternoon' : 'evening'
}
