/** What counselors wrote to the person, and what of it was seen on this phone. */
import { signal } from '@preact/signals'
import { kept, write } from './db'

/** The ids of the replies that were seen here, the latest last; undefined before it was looked up. */
export const repliesSeen = signal<readonly string[] | undefined>(undefined)

export const lookUpReplies = async (): Promise<void> => void (repliesSeen.value = (await kept('repliesSeen')) ?? [])

/** As many as a phone can be asked to remember. */
const MOST = 400

export async function seeReplies(replies: readonly string[]): Promise<void> {
  repliesSeen.value = await write(['kept'], async (tx) => {
    const before = ((await tx.objectStore('kept').get('repliesSeen')) as readonly string[] | undefined) ?? []
    const after = [...before.filter((one) => !replies.includes(one)), ...replies].slice(-MOST)
    await tx.objectStore('kept').put(after, 'repliesSeen')
    return after
  })
}
