import type { RuleSeen, Words } from '../shared/wire'
import { here } from '../ui/here'
import { flagNamed } from './answer'
import { words } from './words'

/** What the server says in both languages, in the reader's. */
export const told = (text: Words): string => text[here().language]

/** A rule that an answer met: in the app's words, else in those of its form. */
export const ruleTold = ({ name, text }: RuleSeen): string => flagNamed(name, words.value.answer) ?? told(text)
