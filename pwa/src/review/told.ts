import type { Words } from '../shared/wire'
import { here } from '../ui/here'

/** What the server says in both languages, in the reader's. */
export const told = (text: Words): string => text[here().language]
