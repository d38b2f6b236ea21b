import { describe, expect, it } from 'vitest'
import { codeIn } from './code'
import { wayOn } from './Refused'

describe('an invite’s code', () => {
  it.each([
    ['typed small and without dashes', 'abcdefghjkmnpqrs'],
    ['typed with spaces', ' ABCD EFGH JKMN PQRS '],
    ['pasted with long dashes', 'ABCD–EFGH–JKMN–PQRS'],
    ['pasted as the whole link', 'https://daymark.example/join#ABCD-EFGH-JKMN-PQRS'],
    ['from the address', '#ABCD-EFGH-JKMN-PQRS'],
  ])('%s', (_name, typed) => expect(codeIn(typed)).toBe('ABCD-EFGH-JKMN-PQRS'))

  it('is none where there is nothing', () => expect([codeIn(''), codeIn('#'), codeIn(' - ')]).toEqual(['', '', '']))

  it('keeps look-alikes: the server knows what they stand for', () => expect(codeIn('oil0')).toBe('OIL0'))
})

it('every refusal has a way on', () => {
  const ways = { ask: 'ask', read: 'read', wait: 'wait' }
  expect([404, 410, 422, 429].map((status) => wayOn(status, ways))).toEqual(['read', 'ask', 'read', 'wait'])
})
