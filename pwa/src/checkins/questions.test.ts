import { describe, expect, it } from 'vitest'
import { daily } from './daily.fixture'
import { fits, questionsOf } from './questions'

const questions = questionsOf(daily, 'en')
const question = (id: string) => {
  const found = questions.find((one) => one.id === id)
  if (!found) throw new Error(`no question ${id}`)
  return found
}

it('a form becomes the questions of the page, in its order', () => {
  expect(questions.map(({ id, kind }) => [id, kind])).toEqual([
    ['craving', 'scale'],
    ['sleep', 'amount'],
    ['used', 'yes-no'],
    ['medication', 'choice'],
    ['note', 'text'],
  ])
  expect(question('craving')).toMatchObject({ min: 0, max: 10, low: '0 = none', high: '10 = as strong as can be' })
  expect(question('sleep')).toMatchObject({ min: 0, max: 24, step: 0.5, unit: 'hours' })
})

it('Rosa reads it in Spanish, and in English where nobody has translated', () => {
  const [craving, sleep, , medication] = questionsOf(daily, 'es')
  expect(craving).toMatchObject({ text: '¿Qué tan fuertes fueron las ganas?', low: '0 = ninguna' })
  expect(sleep?.text).toBe('How many hours did you sleep?')
  expect(medication).toMatchObject({ options: [{ value: 'yes', label: 'Sí' }, { value: 'none', label: 'No tomo ninguno' }] })
})

it('an item of a kind that this app does not know is left out', () => {
  const newer = { ...daily, item: [{ linkId: 'photo', type: 'attachment' }, ...daily.item] }
  expect(questionsOf(newer, 'en').map(({ id }) => id)).not.toContain('photo')
})

it('a whole number with many values is written, not tapped', () => {
  const days = { ...daily, item: [{ linkId: 'days', type: 'integer', text: 'On how many days?' }] }
  expect(questionsOf(days, 'en')).toEqual([{ id: 'days', text: 'On how many days?', kind: 'amount', min: 0, max: Infinity, step: 1, unit: undefined }])
})

describe('what the form takes', () => {
  it.each([
    ['craving', 0, true],
    ['craving', 10, true],
    ['craving', 11, false],
    ['craving', 2.5, false],
    ['sleep', 7.5, true],
    ['sleep', 25, false],
    ['sleep', NaN, false],
    ['used', false, true],
    ['used', 'no', false],
    ['medication', 'none', true],
    ['medication', 'sometimes', false],
    ['note', 'x'.repeat(20), true],
    ['note', 'x'.repeat(21), false],
    ['note', undefined, false],
  ])('%s: %j is %s', (id, value, taken) => expect(fits(question(id), value)).toBe(taken))
})
