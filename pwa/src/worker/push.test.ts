import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { closesByHandOnly, doseOf, notificationOf, snoozeOf, soundsAnew, targetOf } from './push'

const noon = new Date('2026-11-26T17:00:00Z')
const message = {
  web_push: 8030,
  notification: {
    title: 'You have a reminder',
    navigate: 'https://daymark.example/check-in',
    body: 'Tap to open it.',
    tag: 'Zm9v',
    lang: 'en',
    silent: false,
    data: { delivery: '0193a1b2-0000-7000-8000-000000000001' },
  },
  mutable: true,
}

describe('a push on Sam’s lock screen', () => {
  it('shows what the message says', () => {
    const { title, options } = notificationOf(JSON.stringify(message), 'en', noon)
    expect(title).toBe('You have a reminder')
    expect(options).toMatchObject({ body: 'Tap to open it.', tag: 'Zm9v', lang: 'en', silent: false })
    expect(options.data).toEqual({ navigate: 'https://daymark.example/check-in', delivery: message.notification.data.delivery, until: undefined, dose: undefined, reminder: undefined, once: false })
  })

  it.each([
    ['nothing', undefined],
    ['an empty message', ''],
    ['no JSON', '{"web_push": 80'],
    ['JSON of another kind', '[8030]'],
    ['null', 'null'],
    ['a title that is no text', '{"notification": {"title": 7, "body": {}, "tag": [], "data": "x"}}'],
  ])('shows something neutral for %s', (_name, text) => {
    const { title, options } = notificationOf(text, 'en', noon)
    expect(title).toBe('You have a reminder')
    expect(options).toMatchObject({ tag: 'reminder', lang: 'en', data: { navigate: '/', delivery: undefined, until: undefined, dose: undefined, reminder: undefined, once: false } })
    expect(options.body).toBeUndefined()
  })

  it('shows what Safari proposes when it has read the message itself', () => {
    const { title, options } = notificationOf(undefined, 'en', noon, message.notification)
    expect(title).toBe('You have a reminder')
    expect(options.data).toEqual({ navigate: 'https://daymark.example/check-in', delivery: message.notification.data.delivery, until: undefined, dose: undefined, reminder: undefined, once: false })
  })

  it('is neutral in Spanish too', () => expect(notificationOf(undefined, 'es', noon).title).toBe('Tienes un recordatorio'))
})

describe('a tap on it', () => {
  const here = 'https://daymark.example'

  it.each([
    ['our own page', { navigate: 'https://daymark.example/check-in/7' }, 'https://daymark.example/check-in/7'],
    ['a path', { navigate: '/help' }, 'https://daymark.example/help'],
    ['a stranger', { navigate: 'https://evil.example/' }, 'https://daymark.example/'],
    ['our name with another ending', { navigate: 'https://daymark.example.evil.example/' }, 'https://daymark.example/'],
    ['two slashes', { navigate: '//evil.example/' }, 'https://daymark.example/'],
    ['a script', { navigate: 'javascript:alert(1)' }, 'https://daymark.example/'],
    ['no address', { navigate: 'https://' }, 'https://daymark.example/'],
    ['nothing', undefined, 'https://daymark.example/'],
  ])('on %s opens %j at %s', (_name, data, target) => expect(targetOf(data, here)).toBe(target))
})

describe('once more, from the notification', () => {
  beforeEach(() => void vi.stubEnv('TZ', 'America/New_York'))
  afterEach(() => void vi.unstubAllEnvs())

  const about = (navigate: string, until?: string, lang = 'en') => JSON.stringify({ notification: { title: 'x', navigate, lang, data: { until } } })
  const titles = (text: string, now = noon) => notificationOf(text, 'en', now).options.actions?.map(({ title }) => title)
  const session = 'https://daymark.example/sessions/0193@2026-11-27T18:00'

  it('is offered as long as it is of use', () => {
    expect(titles(about(session, '2026-11-28T23:00:00Z'))).toEqual(['In 1 hour', 'Tonight'])
    expect(titles(about(session, '2026-11-28T23:00:00Z', 'es'))).toEqual(['En 1 hora', 'Esta noche'])
    expect(titles(about(session, '2026-11-26T18:00:00Z'))).toBeUndefined()
  })

  it.each([
    ['a reminder that does not say until when it is of use', about(session)],
    ['one that there is nothing left to do about', JSON.stringify({ notification: { title: 'x', navigate: session, data: { until: '2026-11-28T23:00:00Z', once: true } } })],
    ['a test', about('/reminders', '2026-11-28T23:00:00Z')],
    ['an alert of staff', about('/alerts', '2026-11-28T23:00:00Z')],
    ['a broken message', '{'],
  ])('is not offered for %s', (_name, text) => expect(titles(text)).toBeUndefined())

  it('asks for what the notification is about', () => {
    const { data } = notificationOf(about(session, '2026-11-28T23:00:00Z'), 'en', noon).options
    expect(snoozeOf(data, 'hour', noon)).toEqual({ subject: '0193@2026-11-27T18:00', due_at: '2026-11-26T18:00:00.000Z' })
    expect(snoozeOf(data, 'hour', new Date('2026-11-28T22:30:00Z'))).toBeUndefined()
    expect(snoozeOf(undefined, 'hour', noon)).toBeUndefined()
  })
})

describe('what Sam takes, on his lock screen', () => {
  const dose = '2026-11-26T08:00'
  const about = (until: string, lang = 'en') => JSON.stringify({ notification: { title: 'You have a reminder', body: 'It is a time that you set. Tap to see it.', navigate: 'https://daymark.example/medication', lang, data: { until, dose } } })
  const shown = (until: string, lang?: string) => notificationOf(about(until, lang), 'en', noon)
  const titles = (until: string, lang?: string) => shown(until, lang).options.actions?.map(({ title }) => title)
  const data = (until: string) => shown(until).options.data

  it('has buttons that name nothing', () => {
    expect(titles('2026-11-26T19:00:00Z')).toEqual(['Done', 'In 1 hour'])
    expect(titles('2026-11-26T19:00:00Z', 'es')).toEqual(['Listo', 'En 1 hora'])
    expect(titles('2026-11-26T17:30:00Z')).toEqual(['Done'])
    expect(`${shown('2026-11-26T19:00:00Z').title} ${shown('2026-11-26T19:00:00Z').options.body} ${titles('2026-11-26T19:00:00Z')}`).not.toMatch(/medic|pill|dose|take/i)
  })

  it('a button says it of all of that time', () => {
    const said = { medication: null, original_start: dose, said_at: noon.toISOString() }
    expect(doseOf(data('2026-11-26T19:00:00Z'), 'taken', noon)).toEqual({ ...said, word: 'taken', later_at: null })
    expect(doseOf(data('2026-11-26T19:00:00Z'), 'hour', noon)).toEqual({ ...said, word: 'later', later_at: '2026-11-26T18:00:00.000Z' })
    expect(doseOf(data('2026-11-26T17:30:00Z'), 'hour', noon)).toBeUndefined()
    expect(doseOf({ navigate: 'https://daymark.example/check-in/7', until: '2026-11-28T19:00:00Z' }, 'taken', noon)).toBeUndefined()
    expect(snoozeOf(data('2026-11-26T19:00:00Z'), 'hour', noon)).toBeUndefined()
  })
})

describe('a notification that is closed', () => {
  it.each([
    ['Chrome on Android', { userAgentData: { platform: 'Android' } }, true],
    ['Edge on Windows', { userAgentData: { platform: 'Windows' } }, true],
    ['Chrome on Linux, which says it of every end', { userAgentData: { platform: 'Linux' } }, false],
    ['a Chrome that does not say where it is', { userAgentData: { platform: '' } }, false],
    ['Firefox and Safari', {}, false],
  ])('in %s was put away by somebody: %j %j', (_name, navigator, byHand) => expect(closesByHandOnly(navigator)).toBe(byHand))
})

describe('a push with the tag of one that is on the screen', () => {
  const about = (data: object, silent = false) => notificationOf(JSON.stringify({ notification: { title: 'x', silent, data } }), 'en', noon).options
  const first = [{ data: { reminder: 'a day before' } }]

  it.each([
    ['another reminder', about({ reminder: '2 hours before' }), first, true],
    ['the same one again', about({ reminder: 'a day before' }), first, false],
    ['the first', about({ reminder: 'a day before' }), [], true],
    ['one that is to be silent', about({ reminder: '2 hours before' }, true), first, false],
    ['one after a message of before', about({ reminder: '2 hours before' }), [{ data: null }], true],
    ['one that does not say which it is', about({}), first, false],
  ])('%s sounds: %j', (_name, options, before, sounds) => expect(soundsAnew(options, before)).toBe(sounds))
})
