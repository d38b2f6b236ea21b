import { describe, expect, it } from 'vitest'
import { daily } from './daily.fixture'
import { typed } from './keys'
import { questionsOf } from '../shared/form/questions'

const [craving, sleep, used, medication] = questionsOf(daily, 'en')

describe('on the number keys', () => {
  const press = (keys: string, pause: number) =>
    [...keys].reduce<ReturnType<typeof typed>>((before, key, i) => craving && typed(craving, before, key, i * pause), undefined)

  it('one and zero in a row are ten', () => expect(press('10', 200)?.value).toBe(10))
  it('one, and a zero after a while, is zero', () => expect(press('10', 1_000)?.value).toBe(0))
  it('two numbers in a row that make none on the scale: the last counts', () => expect(press('17', 200)?.value).toBe(7))
  it('a letter says nothing', () => expect(press('x', 200)).toBeUndefined())
})

it.each([
  [used, '1', true],
  [used, '2', false],
  [used, '3', undefined],
  [medication, '2', 'none'],
  [medication, '0', undefined],
  [sleep, '7', undefined],
])('the options of a question count from one (case %#)', (question, key, value) =>
  expect(question && typed(question, undefined, key, 0)?.value).toBe(value))
