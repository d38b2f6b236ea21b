/** How a phone number, as somebody wrote it, becomes a link that a phone can use. */

const ANOTHER = /[;|/]|\s(?:or|o|and|y)\s/i
const EXTENSION = /(?:ext(?:ension|ensión)?\.?|x|#)\s*(\d{1,6})\D*$/i
/** Only free numbers are spelled with letters; elsewhere letters are words, like "cell". */
const FREE = /^1?8(?:00|33|44|55|66|77|88)[\dA-Z]{7}/i
const KEYPAD = '22233344455566677778889999'

const digits = (text: string): string => text.replace(/\D/g, '')

const pressed = (letter: string): string => KEYPAD[letter.toUpperCase().charCodeAt(0) - 65] ?? ''

/** The first number in the text, and the extension behind it. */
function dialed(phone: string): { number: string; extension: string | undefined } {
  const [part = ''] = phone.split(ANOTHER)
  const first = digits(part).length < 3 ? phone : part
  const extension = EXTENSION.exec(first)
  const main = extension && digits(first.slice(0, extension.index)).length >= 3 ? first.slice(0, extension.index) : first
  const free = FREE.exec(main.replace(/[^\da-z]/gi, ''))
  const plus = /^\D*\+/.test(main) ? '+' : ''
  return { number: plus + (free ? free[0].replace(/[a-z]/gi, pressed) : digits(main)), extension: main === first ? undefined : extension?.[1] }
}

/** "tel:+15550134000,12": the comma is a short pause before the extension. */
export function callTo(phone: string): string {
  const { number, extension } = dialed(phone)
  return `tel:${number}${extension ? `,${extension}` : ''}`
}

/** A message cannot reach an extension. `?&body` is the one spelling that both iOS and Android read. */
export const textTo = (phone: string, body?: string): string =>
  `sms:${dialed(phone).number}${body ? `?&body=${encodeURIComponent(body)}` : ''}`

/** What the server takes as a person's number; it says the same of what it does not take. */
export const isCallable = (phone: string): boolean => /^[\d+() .-]{5,40}$/.test(phone) && digits(phone).length >= 5

export const isSameNumber = (one: string, other: string): boolean => dialed(one).number === dialed(other).number
