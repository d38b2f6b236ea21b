import { keepDraft } from '../data/db'

/**
 * Writes drafts one at a time, and of those that wait only the newest: typing must not queue up a write for each letter.
 * A draft that cannot be written is not worth a word; what is said at the end is checked.
 */
export function draftKeeper(key: string) {
  let waiting: { value: unknown } | undefined
  let writing: Promise<void> | undefined

  async function writeAll(): Promise<void> {
    while (waiting) {
      const { value } = waiting
      waiting = undefined
      await keepDraft(key, value).catch(() => undefined)
    }
    writing = undefined
  }

  return {
    keep(value: unknown): void {
      waiting = { value }
      writing ??= writeAll()
    },
    /** Resolves when nothing of it can be written any more, so that the draft may be taken away. */
    async stop(): Promise<void> {
      waiting = undefined
      await writing
    },
  }
}
