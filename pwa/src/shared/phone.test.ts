import { describe, expect, it } from 'vitest'
import { callTo, isCallable, isSameNumber, textTo } from './phone'

describe('a number in Sam’s plan rings where it should', () => {
  it.each([
    ['988', 'tel:988'],
    ['(555) 013-4000', 'tel:5550134000'],
    ['+1 555 013 4000', 'tel:+15550134000'],
    ['(+1) 555.013.4000', 'tel:+15550134000'],
    ['555 013 4000 (cell)', 'tel:5550134000'], // a word, not a number in letters
    ['555-013-4000 ext. 12', 'tel:5550134000,12'],
    ['555-013-4000x12', 'tel:5550134000,12'],
    ['555-013-4000 # 7', 'tel:5550134000,7'],
    ['1-800-662-HELP', 'tel:18006624357'],
    ['800 273 talk', 'tel:8002738255'],
    ['1-800-662-4357 ext 5', 'tel:18006624357,5'],
    ['555-013-4000 or 555-013-4001', 'tel:5550134000'],
    ['555-013-4000 / 555-013-4001', 'tel:5550134000'],
  ])('%s', (written, href) => expect(callTo(written)).toBe(href))
})

it('a message leaves the extension out', () => expect(textTo('555-013-4000 ext. 12')).toBe('sms:5550134000'))

it('the same number is known in two spellings', () => {
  expect(isSameNumber('9-8-8', '988')).toBe(true)
  expect(isSameNumber('(555) 013-4000', '988')).toBe(false)
})

it.each([
  ['+1 555 555 0134', true],
  ['(555) 555-0134', true],
  ['55501', true],
  ['5550', false],
  ['( ) - +', false],
  ['my sister’s', false],
  ['5550134;call=me', false],
  ['5'.repeat(41), false],
])('%s can be called: %s', (written, can) => expect(isCallable(written)).toBe(can))
