import { afterEach, describe, expect, it } from 'vitest'
import type { Home } from '../shared/wire'
import { language } from '../ui/words'
import type { Contact } from './contact'
import { contactNow } from './contact'
import { words } from './words'

const shift = (day: string) => ({ opens_at: `2026-06-${day}T13:00:00Z`, closes_at: `2026-06-${day}T21:00:00Z` })
const reading: Home['reading'] = {
  by: '2026-06-02T16:00:00Z', counselor: 'Dana', responder: 'Ben',
  coverage: ['01', '02', '03', '04', '05', '08', '09'].map(shift), // nine to five in New York, from a Monday on
}
const boston = { language: 'en', zone: 'America/New_York' } as const
const plain = (text: string) => text.replace(/[\u202f\u00a0]/g, ' ').replace(/([ap])\. ?m\./g, '$1. m.')

function contact(now: string, rule = 'safety', told: Partial<Home['reading']> = {}): Contact {
  const place = { ...boston, language: language.value }
  const { offer, promise, isToday } = contactNow(rule, { reading: { ...reading, ...told }, instruments: [] }, new Date(now), place, words.value)
  return { offer: plain(offer), promise: plain(promise), isToday }
}

afterEach(() => void (language.value = 'en'))

const WATCH = 'Nobody watches all the time: if it can’t wait, call or text now.'

describe('what Alice is promised once she has asked to be contacted', () => {
  it.each([
    ['hours are left', '2026-06-01T14:00:00Z', true, 'Dana or Ben is asked to contact you by 11:00 am today.'],
    ['half an hour is left', '2026-06-01T20:30:00Z', false, 'The clinic closes at 5:00 pm today. Dana or Ben is asked to contact you by 4:30 am tomorrow.'],
    ['the clinic has closed', '2026-06-02T02:00:00Z', false, 'The clinic is closed until tomorrow, 9:00 am. Dana or Ben is asked to contact you by 10:00 am tomorrow.'],
    ['they come later in the morning', '2026-06-01T11:00:00Z', true, 'The clinic is closed until 9:00 am. Dana or Ben is asked to contact you by 10:00 am today.'],
    ['it is the weekend', '2026-06-06T17:00:00Z', false, 'The clinic is closed until Monday, 9:00 am. Dana or Ben is asked to contact you by 1:00 am tomorrow.'],
  ])('urgently, when %s', (_when, now, isToday, promise) => expect(contact(now)).toMatchObject({ isToday, promise: `${promise} ${WATCH}` }))

  it.each([
    ['two hours are left', '2026-06-01T19:00:00Z', true, 'Dana or Ben is asked to contact you by 5:00 pm today.'],
    ['less than two hours are left', '2026-06-01T19:01:00Z', false, 'The clinic closes at 5:00 pm today. Dana or Ben is asked to contact you by 5:00 pm tomorrow.'],
    ['the clinic has closed', '2026-06-05T22:00:00Z', false, 'The clinic is closed until Monday, 9:00 am. Dana or Ben is asked to contact you by 5:00 pm on Monday.'],
  ])('of what is not urgent, when %s', (_when, now, isToday, promise) =>
    expect(contact(now, 'craving')).toMatchObject({ isToday, promise: `${promise} ${WATCH}` }))

  it('in Spanish', () => {
    language.value = 'es'
    expect(contact('2026-06-01T20:30:00Z').promise).toBe(
      'La clínica cierra hoy: 5:00 p. m. Dana o Ben debe comunicarse contigo mañana antes de las 4:30 a. m. Nadie está mirando todo el tiempo: si no puede esperar, llama o escribe ahora.',
    )
  })

  it('no time by a phone that does not know the hours', () =>
    expect(contact('2026-06-01T14:00:00Z', 'safety', { coverage: [], responder: null })).toEqual({
      isToday: false,
      offer: 'Press the button, and Dana is asked to contact you once somebody is there. Until then, call or text one of the numbers above.',
      promise: 'Dana is asked to contact you once somebody is there. Until then, call or text one of the numbers above.',
    }))
})

describe('before she asks, what asking would do', () => {
  it.each([
    ['hours are left', '2026-06-01T14:00:00Z', 'Press the button, and Dana or Ben has to contact you by 11:00 am today.'],
    ['the clinic has closed', '2026-06-02T02:00:00Z', 'The clinic is closed until tomorrow, 9:00 am. Press the button, and Dana or Ben has to contact you by 10:00 am tomorrow.'],
  ])('when %s', (_when, now, offer) => expect(contact(now).offer).toBe(offer))

  it('in Spanish', () => {
    language.value = 'es'
    expect(contact('2026-06-01T14:00:00Z').offer).toBe('Toca el botón, y Dana o Ben debe comunicarse contigo hoy antes de las 11:00 a. m.')
  })
})
