/** What is in a plan, section by section, and which sections two versions differ in. */
import type { PlanContent } from '../shared/wire'

export const safetySections = ['warning_signs', 'on_my_own', 'distractions', 'people', 'professionals', 'safer'] as const
export const wellSections = ['reasons', 'triggers', 'early_signs', 'coping', 'routine', 'at_first_sign', 'after_lapse'] as const
export const afterSections = ['appointment', 'support', 'review_on'] as const

export type SafetySection = (typeof safetySections)[number]
export type WellSection = (typeof wellSections)[number]
export type AfterSection = (typeof afterSections)[number]
export type Section = SafetySection | WellSection | AfterSection

/** In the order of the plan. */
export const changedSections = (before: PlanContent, after: PlanContent): Section[] => [
  ...safetySections.filter((name) => !isSame(before.safety[name], after.safety[name])),
  ...wellSections.filter((name) => !isSame(before.staying_well[name], after.staying_well[name])),
  ...afterSections.filter((name) => !isSame(before.afterwards[name], after.afterwards[name])),
]

/** Of JSON values; the order of an object's keys means nothing. */
function isSame(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return one === other
  const [left, right] = [Object.entries(one), new Map(Object.entries(other))]
  return left.length === right.size && left.every(([key, value]) => right.has(key) && isSame(value, right.get(key)))
}
