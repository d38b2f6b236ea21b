import { expect, it } from 'vitest'
import type { PlanContent } from '../shared/wire'
import { changedSections } from './changes'

const omar: PlanContent = {
  safety: {
    warning_signs: ['I count money.'],
    on_my_own: [{ text: 'Ride it out', exercise: 'ride-the-urge' }],
    distractions: ['The library'],
    people: [{ name: 'Leila', relation: 'sister', phone: '555-0121' }],
    professionals: [],
    safer: [],
  },
  staying_well: { reasons: [], triggers: [], early_signs: [], coping: [], routine: ['Bed at eleven'], at_first_sign: [], after_lapse: [] },
  afterwards: { appointment: 'Dr. Hale', support: [], review_on: null },
}

it('the same plan has changed nowhere, however its keys are ordered', () => {
  const [leila] = omar.safety.people
  const { phone = '', relation = '', name = '' } = leila ?? {}
  expect(changedSections(omar, { ...omar, safety: { ...omar.safety, people: [{ phone, relation, name }] } })).toEqual([])
})

it('names what is new, gone or in another order, as the plan goes', () => {
  const newer: PlanContent = {
    safety: {
      ...omar.safety,
      warning_signs: ['I count money.', 'I skip breakfast.'],
      on_my_own: [{ text: 'Ride it out', exercise: null }],
      people: [],
    },
    staying_well: { ...omar.staying_well, routine: ['Bed at ten'] },
    afterwards: { ...omar.afterwards, review_on: '2027-01-10' },
  }
  expect(changedSections(omar, newer)).toEqual(['warning_signs', 'on_my_own', 'people', 'routine', 'review_on'])
})

it('another order is a change: the first one is asked first', () => {
  const two = (...names: string[]) => ({ ...omar, safety: { ...omar.safety, distractions: names } })
  expect(changedSections(two('Library', 'Pool'), two('Pool', 'Library'))).toEqual(['distractions'])
})
