import { describe, expect, it } from 'vitest'
import { notificationOf, targetOf } from './push'

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
    const { title, options } = notificationOf(JSON.stringify(message), 'en')
    expect(title).toBe('You have a reminder')
    expect(options).toMatchObject({ body: 'Tap to open it.', tag: 'Zm9v', lang: 'en', silent: false })
    expect(options.data).toEqual({ navigate: 'https://daymark.example/check-in', delivery: message.notification.data.delivery })
  })

  it.each([
    ['nothing', undefined],
    ['an empty message', ''],
    ['no JSON', '{"web_push": 80'],
    ['JSON of another kind', '[8030]'],
    ['null', 'null'],
    ['a title that is no text', '{"notification": {"title": 7, "body": {}, "tag": [], "data": "x"}}'],
  ])('shows something neutral for %s', (_name, text) => {
    const { title, options } = notificationOf(text, 'en')
    expect(title).toBe('You have a reminder')
    expect(options).toMatchObject({ tag: 'reminder', lang: 'en', data: { navigate: '/', delivery: undefined } })
    expect(options.body).toBeUndefined()
  })

  it('shows what Safari proposes when it has read the message itself', () => {
    const { title, options } = notificationOf(undefined, 'en', message.notification)
    expect(title).toBe('You have a reminder')
    expect(options.data).toEqual({ navigate: 'https://daymark.example/check-in', delivery: message.notification.data.delivery })
  })

  it('is neutral in Spanish too', () => expect(notificationOf(undefined, 'es').title).toBe('Tienes un recordatorio'))
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
