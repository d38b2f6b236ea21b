/** What counselors wrote to the person, and what of it was seen on this phone. */
import { signal } from '@preact/signals'
import { kept, write } from './db'

/** The ids of the answers whose reply was seen here, the latest last; undefined before it was looked up. */
export const repliesSeen = signal<readonly string[] | undefined>(undefined)

export const lookUpReplies = async (): Promise<void> => void (repliesSeen.value = (await kept('repliesSeen')) ?? [])

/** No page shows more answers than this. */
const MOST = 400

export async function seeReply(answer: string): Promise<void> {
  repliesSeen.value = await write(['kept'], async (tx) => {
    const before = ((await tx.objectStore('kept').get('repliesSeen')) as readonly string[] | undefined) ?? []
    const after = [...before.filter((one) => one !== answer), answer].slice(-MOST)
    await tx.objectStore('kept').put(after, 'repliesSeen')
    return after
  })
}
